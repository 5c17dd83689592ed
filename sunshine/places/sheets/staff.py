"""Accounts of staff with their posts from a file, a row for each person, by the actions that make them at the desk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext as _

from sunshine.lib.division import is_within
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row, split_names
from sunshine.lib.telephones import read_phone_cell
from sunshine.people.actions import assign, create_officer
from sunshine.people.actions.step import day_of
from sunshine.people.forms import AssignmentForm, OfficerForm
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import in_force
from sunshine.people.rules import check
from sunshine.people.states import Role
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.reading import typed_day
from sunshine.places.sheets.report import Outcome, Progress, Report
from sunshine.places.sheets.tables import (
    Cells,
    answer_there,
    check_form,
    enter_once,
    enter_rows,
    find_differences,
    find_word,
    phone_doubts,
    read_place,
    read_word,
)
from sunshine.record.states import Actor

STAFF = (
    Field("name", "姓名", "Person's name", ("人员姓名", "工作人员", "Name"), 12),
    Field("username", "登录名", "Log-in name", ("用户名", "登录账号", "账号", "账户", "Username"), 16),
    Field(
        "organisation", "所属单位", "Organisation", ("单位", "单位名称", "机构名称", "工作单位", "部门"), 26
    ),
    Field("role", "岗位", "Post", ("角色", "岗位/角色", "职务", "岗位角色"), 18),
    Field("place", "辖区", "Place", ("区划编码", "辖区编码", "负责辖区", "责任区", "管辖范围", "编码"), 20),
    Field(
        "telephone",
        "联系电话",
        "Telephone",
        ("电话", "手机", "手机号", "手机号码", "办公电话", "联系方式"),
        18,
    ),
    Field("email", "电子邮箱", "E-mail", ("邮箱", "电子邮件", "Email"), 22),
    Field("valid_from", "上岗日期", "First day", ("起始日期", "任职日期", "开始日期"), 12),
)
OTHER_WORDS: Mapping[str, Role] = {
    "街道督办": Role.STREET_SUPERVISOR,
    "督办员": Role.STREET_SUPERVISOR,
    "派单员": Role.DISPATCHER,
    "调度员": Role.DISPATCHER,
    "书记": Role.SECRETARY,
    "社工": Role.COMMUNITY_WORKER,
    "社区工作人员": Role.COMMUNITY_WORKER,
    "专职网格员": Role.GRID_WORKER,
    "经办人": Role.HANDLER,
    "部门经办": Role.HANDLER,
    "党小组负责人": Role.GROUP_LEADER,
    "党小组组长": Role.GROUP_LEADER,
    "志愿队负责人": Role.GROUP_LEADER,
}
Hand = Callable[[Officer, str], object]
"""Takes a new account and its one-time password, which is said once and kept nowhere."""
Post = tuple[Role, str]


@dataclass(frozen=True, kw_only=True)
class _StaffImport:
    """Who brings the file, when, to whom new passwords are handed, and whether it is only tried."""

    by: Actor
    at: datetime
    hand: Hand
    preview: bool

    def take(self, cells: Cells) -> Outcome:
        """Make the account of a row with all its posts, or find it there."""
        day = day_of(self.at)
        office, first = _organisation(cells, day), _first_day(cells)
        form = OfficerForm(_typed(cells, office), on=day)
        told, posts = check_form(form), _posts(cells, office)
        check(self.by, "staff", place=office.place, on=day)
        return enter_once(
            lambda: Officer.objects.filter(username=told["username"]).first(),
            lambda there: _same(there, form, posts, day, first),
            lambda: self.make(told, posts, first),
        )

    def make(self, told: dict[str, object], posts: Sequence[Post], first: date | None) -> None:
        """Make the account and its posts. A try makes no password: the slow hash would be taken back with it."""
        encoded = make_password(None) if self.preview else ""
        officer, secret = create_officer(**told, by=self.by, at=self.at, encoded=encoded)  # type: ignore[arg-type]
        for role, place in posts:
            assign(officer, role=role, place=place, valid_from=first, by=self.by, at=self.at)
        if not self.preview:
            self.hand(officer, secret)


def enter_staff(
    rows: Iterable[Row],
    *,
    by: Actor,
    at: datetime,
    hand: Hand,
    progress: Progress | None = None,
    preview: bool = False,
) -> Report:
    """Make the accounts of a file with their posts; the one-time password of each goes to `hand`.

    An account of the same log-in name is there already; if the row says something else of it, the row is refused.
    """
    every = _StaffImport(by=by, at=at, hand=hand, preview=preview)
    return enter_rows(rows, every.take, doubts=phone_doubts, progress=progress, preview=preview)


def _typed(cells: Cells, office: Organisation) -> dict[str, object]:
    """The row as somebody would type it into the desk's form."""
    return {
        "username": cells["username"].lower(),
        "name": cells["name"],
        "organisation": office.pk,
        "telephone": read_phone_cell(cells["telephone"]).number,
        "email": cells["email"],
    }


def _first_day(cells: Cells) -> date | None:
    return typed_day(cells["valid_from"]) if cells["valid_from"] else None


def _organisation(cells: Cells, day: date) -> Organisation:
    """The organisation that a row names; of several of one name the nearest around the row's place."""
    name = cells["organisation"]
    found = list(Organisation.objects.filter(in_force(day), Q(name=name) | Q(name_en=name)) if name else ())
    if len(found) > 1 and cells["place"]:
        here = read_place(split_names(cells["place"])[0])
        around = [row for row in found if is_within(here, row.place)]
        nearest = max((len(row.place) for row in around), default=0)
        found = [row for row in around if len(row.place) == nearest]
    if not found:
        sentence = _("There is no organisation “%(name)s” here. Open it first.")
        raise Refused(sentence % {"name": name}, code="organisation")
    if len(found) > 1:
        sentence = _("Several organisations are called “%(name)s”. Enter this person at the desk.")
        raise Refused(sentence % {"name": name}, code="organisation")
    return found[0]


def _posts(cells: Cells, office: Organisation) -> list[Post]:
    """The posts of a row: each over its own place, or all over one; without a place over that of the organisation."""
    roles = _roles(cells["role"])
    places = [read_place(name) for name in split_names(cells["place"])]
    if places and not roles:
        raise Refused(_("Say which post is held over this place."), code="role")
    places = places or [office.place]
    if len(roles) > 1 and len(places) > 1 and len(roles) != len(places):
        sentence = _("%(roles)s posts and %(places)s places: it cannot be told which belongs to which.")
        raise Refused(sentence % {"roles": len(roles), "places": len(places)}, code="place")
    if len(roles) == len(places):
        return list(zip(roles, places, strict=True))
    return [(role, place) for role in roles for place in places]


def _roles(said: str) -> list[Role]:
    """The posts of a cell, each once; one of our own words has a stroke in it and stands alone."""
    whole = find_word(Role, said, OTHER_WORDS)
    return (
        [whole]
        if whole
        else list(dict.fromkeys(read_word(Role, one, OTHER_WORDS) for one in split_names(said)))
    )


def _same(there: Officer, form: OfficerForm, posts: Sequence[Post], day: date, first: date | None) -> Outcome:
    """The account is there already if the row says nothing else of it, nor of a post."""
    if not there.is_active:
        raise Refused(_("This account is not active."), code="inactive")
    dated = {"valid_from": first} if first else {}
    rows = there.assignments.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), stands_in_for=None, **dated
    )
    held = set(rows.values_list("role", "place"))
    other = find_differences(there, form)
    if not held.issuperset((str(role), place) for role, place in posts):
        other.append(str(AssignmentForm.base_fields["role"].label))
    return answer_there(there.username, other)

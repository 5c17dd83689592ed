"""Accounts of staff with their posts from a file, a row for each person, by the actions that make them at the desk."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext as _

from sunshine.lib.division import is_within, level_of
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import split_names
from sunshine.people.actions import assign, create_officer, reset_password
from sunshine.people.actions.step import day_of
from sunshine.people.forms import OfficerForm
from sunshine.people.models import Officer, Organisation
from sunshine.people.rules import check, check_place
from sunshine.people.states import LEVELS, Role
from sunshine.places.rules import LEVELS as PLACE_LEVELS
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.finding import (
    find_unclosed,
    find_word,
    not_yet,
    of_name,
    read_place,
    read_word,
    spoken_place,
)
from sunshine.places.sheets.reading import typed_day
from sunshine.places.sheets.report import Progress, RowOutcome, SheetReport, Taken, run
from sunshine.places.sheets.tables import (
    Cells,
    TableRows,
    Titles,
    answer_there,
    check_form,
    enter_once,
    enter_rows,
    find_differences,
    missing_cell,
    read_phone,
    under_heading,
)
from sunshine.record.states import Actor

STAFF = (
    Field("name", "姓名", "Person's name", ("人员姓名", "工作人员", "工作人员姓名", "名字", "Name"), 12),
    Field(
        "username",
        "登录名",
        "Log-in name",
        ("用户名", "登录账号", "登录帐号", "登录用户名", "登陆名", "账号", "帐号", "账户", "Username"),
        16,
    ),
    Field(
        "organisation",
        "所属单位",
        "Organisation",
        (
            "单位", "单位名称", "单位全称", "机构名称", "所属机构", "所属部门", "所在单位", "工作单位",
            "工作单位名称", "所属单位名称", "任职单位", "部门", "部门名称",
        ),
        26,
    ),
    Field(
        "role",
        "岗位",
        "Post",
        ("岗位名称", "角色", "岗位/角色", "岗位角色", "岗位职务", "工作岗位", "职务", "职务名称", "职位"),
        18,
    ),
    Field(
        "place",
        "辖区",
        "Place",
        ("区划编码", "辖区编码", "负责辖区", "所属辖区", "责任区", "负责区域", "管辖范围", "编码"),
        20,
    ),
    Field(
        "telephone",
        "联系电话",
        "Telephone",
        ("电话", "电话号码", "手机", "手机号", "手机号码", "移动电话", "办公电话", "联系手机", "联系方式"),
        18,
    ),
    Field("email", "电子邮箱", "E-mail", ("邮箱", "电子邮件", "Email"), 22),
    Field(
        "valid_from", "上岗日期", "First day", ("起始日期", "任职日期", "任职时间", "开始日期", "上岗时间"), 12
    ),
)  # fmt: skip
OTHER_WORDS: Mapping[str, Role] = {
    "县级管理员": Role.COUNTY_ADMIN,
    "县管理员": Role.COUNTY_ADMIN,
    "市级管理员": Role.COUNTY_ADMIN,
    "区级管理员": Role.COUNTY_ADMIN,
    "系统管理员": Role.COUNTY_ADMIN,
    "管理员": Role.COUNTY_ADMIN,
    "街道督办": Role.STREET_SUPERVISOR,
    "督办员": Role.STREET_SUPERVISOR,
    "派单员": Role.DISPATCHER,
    "调度员": Role.DISPATCHER,
    "书记": Role.SECRETARY,
    "社区党委书记": Role.SECRETARY,
    "社区党支部书记": Role.SECRETARY,
    "社工": Role.COMMUNITY_WORKER,
    "社区工作人员": Role.COMMUNITY_WORKER,
    "专职网格员": Role.GRID_WORKER,
    "经办人": Role.HANDLER,
    "经办员": Role.HANDLER,
    "部门经办员": Role.HANDLER,
    "部门经办": Role.HANDLER,
    "党小组负责人": Role.GROUP_LEADER,
    "党小组组长": Role.GROUP_LEADER,
    "志愿队负责人": Role.GROUP_LEADER,
    "监督": Role.SUPERVISION,
    "审计": Role.AUDITOR,
    "审计人员": Role.AUDITOR,
}
WEIGHTY = frozenset({Role.COUNTY_ADMIN, Role.AUDITOR})
"""Posts that see or may change everything: somebody should look at each one of a file."""
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
    titles: Titles

    def take(self, cells: Cells) -> Taken:
        """Make the account of a row with all its posts, or find it there."""
        day = day_of(self.at)
        with under_heading(self.titles["valid_from"]):
            first = _first_day(cells)
        opens = max(first or day, day)
        office = self.organisation(cells, opens)
        form = OfficerForm(_typed(cells, office), on=opens)
        told, posts = check_form(form, self.titles), _posts(cells, office, self.titles)
        check(self.by, "staff", place=office.place, on=day)
        outcome = enter_once(
            lambda: Officer.objects.filter(username=told["username"]).first(),
            lambda there: _same(there, form, posts, self.titles, day, first),
            lambda: self.make(told, posts, first),
        )
        if outcome is RowOutcome.THERE:
            return Taken(outcome)
        return Taken(outcome, _became(office, posts, first or day), tuple(_doubts(cells, office, posts)))

    def organisation(self, cells: Cells, day: date) -> Organisation:
        """The organisation that a row names; of several of one name the nearest around the row's place."""
        name = cells["organisation"]
        if not name:
            raise missing_cell(self.titles["organisation"])
        return _organisation(name, cells["place"], day)

    def make(self, told: dict[str, object], posts: Sequence[Post], first: date | None) -> None:
        """Make the account and its posts. A try makes no password: the slow hash would be taken back with it."""
        encoded = make_password(None) if self.preview else ""
        officer, secret = create_officer(**told, by=self.by, at=self.at, encoded=encoded)  # type: ignore[arg-type]
        for role, place in posts:
            assign(officer, role=role, place=place, valid_from=first, by=self.by, at=self.at)
        if not self.preview:
            self.hand(officer, secret)


def enter_staff(
    table: TableRows,
    *,
    by: Actor,
    at: datetime,
    hand: Hand,
    progress: Progress | None = None,
    preview: bool = False,
) -> SheetReport:
    """Make the accounts of a file with their posts; the one-time password of each goes to `hand`.

    An account of the same log-in name is there already; if the row says something else of it, the row is refused.
    """
    every = _StaffImport(by=by, at=at, hand=hand, preview=preview, titles=table.titles)
    return enter_rows(
        table,
        every.take,
        key=lambda cells: cells["username"].lower(),
        twice=_("Row %(row)s has this log-in name too. Choose another one."),
        progress=progress,
        preview=preview,
    )


def unused_accounts(table: TableRows, report: SheetReport) -> list[Officer]:
    """The accounts that were there already and still wait for the first use of their one-time password."""
    rows = zip(table.rows, report.lines, strict=True)
    names = {row.cells["username"].lower() for row, line in rows if line.outcome is RowOutcome.THERE}
    found = Officer.objects.filter(username__in=names, is_active=True, must_change_password=True)
    return list(found.order_by("pk"))


def renew_passwords(accounts: Collection[int], *, by: Actor, at: datetime, hand: Hand) -> SheetReport:
    """Give a new one-time password to each of these accounts that nobody has used meanwhile; each goes to `hand`."""

    def renew(officer: Officer) -> Taken:
        hand(*reset_password(officer, by=by, at=at))
        return Taken(RowOutcome.ACCEPTED, _("A new one-time password."))

    found = Officer.objects.filter(pk__in=accounts, is_active=True, must_change_password=True)
    numbered = {officer: number for number, officer in enumerate(found.order_by("pk"), start=1)}
    return run(numbered, number=numbered.__getitem__, about=lambda officer: officer.name, take=renew)


def _typed(cells: Cells, office: Organisation) -> dict[str, object]:
    """The row as somebody would type it into the desk's form."""
    return {
        "username": cells["username"].lower(),
        "name": cells["name"],
        "organisation": office.pk,
        "telephone": read_phone(cells["telephone"])[0],
        "email": cells["email"],
    }


def _first_day(cells: Cells) -> date | None:
    return typed_day(cells["valid_from"]) if cells["valid_from"] else None


def _organisation(name: str, places: str, day: date) -> Organisation:
    found = of_name(find_unclosed(day), name)
    if len(found) > 1 and places:
        here = read_place(split_names(places)[0])
        around = [row for row in found if is_within(here, row.place)]
        nearest = max((len(row.place) for row in around), default=0)
        found = [row for row in around if len(row.place) == nearest]
    if not found:
        sentence = _("There is no organisation “%(name)s” here. Open it first.")
        raise Refused(sentence % {"name": name}, code="organisation")
    open_ones = [row for row in found if row.valid_from <= day]
    if not open_ones:
        raise not_yet(found[0])
    if len(open_ones) > 1:
        sentence = _("Several organisations are called “%(name)s”. Enter this person at the desk.")
        raise Refused(sentence % {"name": name}, code="organisation")
    return open_ones[0]


def _posts(cells: Cells, office: Organisation, titles: Titles) -> list[Post]:
    """The posts of a row: each over its own place, or all over one; without a place over that of the organisation."""
    with under_heading(titles["role"]):
        roles = _roles(cells["role"])
    with under_heading(titles["place"]):
        places = [_place(name) for name in split_names(cells["place"])]
    if places and not roles:
        raise Refused(_("Say which post is held over this place."), code="role")
    places = places or [office.place]
    if len(roles) > 1 and len(places) > 1 and len(roles) != len(places):
        sentence = _("%(roles)s posts and %(places)s places: it cannot be told which belongs to which.")
        raise Refused(sentence % {"roles": len(roles), "places": len(places)}, code="place")
    if len(roles) == len(places):
        posts = list(zip(roles, places, strict=True))
    else:
        posts = [(role, place) for role in roles for place in places]
    for post in posts:
        _check_level(*post)
    return posts


def _place(said: str) -> str:
    """The code of a place of this county."""
    code = read_place(said)
    check_place(code)
    return code


def _check_level(role: Role, place: str) -> None:
    """Refuse a post over a place of a level where it is not held, naming the post, the place and the right level."""
    if len(place) in LEVELS[role]:
        return
    right = [str(PLACE_LEVELS[level].label) for level in PLACE_LEVELS if level in LEVELS[role]]
    sentence = _("“%(post)s” is a post over: %(right)s. “%(place)s” is of the level: %(level)s.")
    said = {"post": role.label, "right": "、".join(right), "place": spoken_place(place)}
    said["level"] = str(PLACE_LEVELS[level_of(place)].label)
    raise Refused(sentence % said, code="wrong_level")


def _roles(said: str) -> list[Role]:
    """The posts of a cell, each once; one of our own words has a stroke in it and stands alone."""
    whole = find_word(Role, said, OTHER_WORDS)
    return (
        [whole]
        if whole
        else list(dict.fromkeys(read_word(Role, one, OTHER_WORDS) for one in split_names(said)))
    )


def _became(office: Organisation, posts: Sequence[Post], first: date) -> str:
    """What a row is now: the organisation, each post with its place, the first day."""
    held = [f"{role.label} ({spoken_place(place)})" for role, place in posts]
    since = [_("from %(day)s") % {"day": first.isoformat()}] if held else []
    return " · ".join([office.spoken, *held, *since])


def _doubts(cells: Cells, office: Organisation, posts: Sequence[Post]) -> Iterator[str]:
    """What somebody should look at of a row that is taken."""
    yield from read_phone(cells["telephone"])[1]
    if not posts:
        yield _("No post: this account can do nothing until it is given one at the desk.")
    for role, place in posts:
        said = {"post": role.label, "place": spoken_place(place), "name": office.spoken}
        if role in WEIGHTY:
            yield _("%(post)s: please check.") % said
        if not is_within(place, office.place):
            yield (
                _("%(place)s, where the post “%(post)s” is held, lies outside the place of %(name)s.") % said
            )


def _same(
    there: Officer, form: OfficerForm, posts: Sequence[Post], titles: Titles, day: date, first: date | None
) -> RowOutcome:
    """The account is there already if the row says nothing else of it, nor of a post."""
    if not there.is_active:
        raise Refused(_("This account is not active."), code="inactive")
    dated = {"valid_from": first} if first else {}
    rows = there.assignments.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), stands_in_for=None, **dated
    )
    held = set(rows.values_list("role", "place"))
    other = find_differences(there, form, titles)
    if not held.issuperset((str(role), place) for role, place in posts):
        other.append(titles["role"])
    return answer_there(there.username, other)

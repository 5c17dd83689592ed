"""Accounts, passwords and posts of staff. The officer's row is the lock for their posts."""

import secrets
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.people.actions.deputies import end_lent
from sunshine.people.actions.step import day_of
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.queries import forget_reach
from sunshine.people.rules import check, check_in_force, check_not_oneself, check_post
from sunshine.people.states import Role
from sunshine.record.rows import add_row, change_row, refuse_twins
from sunshine.record.states import Actor, ActorKind

_CLEAR = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")


def officer_actor(officer: Officer) -> Actor:
    """The officer as the one who acts, for their organisation."""
    return Actor(ActorKind.OFFICER, str(officer.pk), officer.organisation_id, officer.name, officer)


def one_time_password() -> str:
    """Twelve letters and digits in groups of four (about 50 bits), without look-alikes such as l, 1, O, 0."""
    groups = ["".join(secrets.choice(_CLEAR[position % 3]) for position in range(4)) for _ in range(3)]
    return "-".join(groups)


@transaction.atomic
def create_officer(
    *,
    username: str,
    name: str,
    organisation: Organisation,
    by: Actor,
    at: datetime,
    telephone: str = "",
    email: str = "",
    password: str | None = None,
    encoded: str = "",
    must_change: bool = True,
) -> tuple[Officer, str]:
    """Open an account and return it with its one-time password, which is shown once and kept nowhere.

    `encoded` is a password hashed before, in place of one: many accounts, one slow hash.

    Raises Refused for a log-in name in use, a closed organisation, or without the right.
    """
    day = day_of(at)
    check(by, "staff", place=organisation.place, on=day)
    check_in_force(organisation, day)
    secret = "" if encoded else password or one_time_password()
    officer = Officer(
        username=username.strip().lower(),
        name=name,
        organisation=organisation,
        telephone=telephone,
        email=email,
        password=encoded or make_password(secret),
        must_change_password=must_change,
        password_set_on=day,
    )
    facts, taken = {"organisation": organisation.pk}, _("This log-in name is already in use.")
    add_row(officer, "create", by=by, at=at, taken=taken, facts=facts, hidden=True)
    return officer, secret


@transaction.atomic
def change_officer(officer: Officer, *, by: Actor, at: datetime, **changes: Any) -> Officer:
    """Change name, telephone, email or organisation; what is as before is left aside, old values are not kept.

    Raises Refused without the right over both organisations, Overtaken, ValueError for another field.
    """
    if unknown := set(changes) - {"name", "telephone", "email", "organisation"}:
        raise ValueError(f"These stay as they are: {', '.join(sorted(unknown))}")
    day = day_of(at)
    check(by, "staff", place=officer.organisation.place, on=day)
    changes = {name: value for name, value in changes.items() if getattr(officer, name) != value}
    if not changes:
        return officer
    if (organisation := changes.get("organisation")) is not None:
        check_not_oneself(officer, by)
        check(by, "staff", place=organisation.place, on=day)
        check_in_force(organisation, day)
    if organisation is not None:
        _end_lent(officer, day)
    facts = {"changed": sorted(changes)} | ({"organisation": organisation.pk} if organisation else {})
    return forget_reach(
        change_row(officer, "change", by=by, at=at, hidden=True, changes=changes, facts=facts)
    )


@transaction.atomic
def reset_password(officer: Officer, *, by: Actor, at: datetime) -> tuple[Officer, str]:
    """Give a new one-time password, to be changed at the next log-in; sessions with the old one end."""
    check_not_oneself(officer, by)
    check(by, "staff", place=officer.organisation.place, on=day_of(at))
    secret = one_time_password()
    return _set(officer, secret, "reset_password", must_change=True, by=by, at=at), secret


@transaction.atomic
def reset_second_factor(officer: Officer, *, by: Actor, at: datetime) -> Officer:
    """Take away the second factor and its recovery codes, for somebody whose phone is lost: the password opens until a new
    one is set up. Raises Refused for one's own, without the right, and where there is none."""
    check_not_oneself(officer, by)
    check(by, "staff", place=officer.organisation.place, on=day_of(at))
    if not Authenticator.objects.filter(user=officer).delete()[0]:
        raise Refused(_("This person has no second factor."), code="no_second_factor")
    return change_row(officer, "reset_second_factor", by=by, at=at, hidden=True)


@transaction.atomic
def change_password(officer: Officer, *, password: str, by: Actor, at: datetime) -> Officer:
    """The officer's own choice; the form has checked the old one and the rules. Raises Refused for others."""
    if by.kind is ActorKind.OFFICER and by.ident != str(officer.pk):
        raise Refused(_("Only the owner of an account chooses its password."), code="not_yours")
    return _set(officer, password, "change_password", must_change=False, by=by, at=at)


def _set(
    officer: Officer, password: str, verb: str, *, must_change: bool, by: Actor, at: datetime
) -> Officer:
    changes = {
        "password": make_password(password),
        "must_change_password": must_change,
        "password_set_on": day_of(at),
    }
    return change_row(officer, verb, by=by, at=at, hidden=True, changes=changes)


@transaction.atomic
def deactivate(officer: Officer, *, by: Actor, at: datetime) -> Officer:
    """Close an account for good: its posts end today, its sessions with the next request."""
    check_not_oneself(officer, by)
    day = day_of(at)
    check(by, "staff", place=officer.organisation.place, on=day)
    if not officer.is_active:
        raise Refused(_("This account is not active."), code="inactive")
    change_row(officer, "deactivate", by=by, at=at, hidden=True, changes={"is_active": False})
    officer.assignments.filter(valid_to__isnull=True, valid_from__lte=day).update(valid_to=day)
    officer.assignments.filter(valid_to__isnull=True, valid_from__gt=day).delete()
    _end_lent(officer, day)
    return forget_reach(officer)


@transaction.atomic
def assign(
    officer: Officer, *, role: str, place: str, by: Actor, at: datetime, valid_from: date | None = None
) -> Assignment:
    """Give a post over a place from a day (default: the day of `at`) until it is ended.

    Raises Refused when the role does not fit the place or the officer's other posts, for one's own posts,
    and for a post already held; Overtaken when somebody else changed the officer.
    """
    day = day_of(at)
    check_not_oneself(officer, by)
    first = valid_from or day
    check_post(officer, Role(role), place, on=min(first, day))
    check(by, "staff", place=place, on=day)
    with refuse_twins(_("This post is already held.")):
        post = Assignment.objects.create(officer=officer, role=role, place=place, valid_from=first)
    facts = {"role": str(role), "place": place, "valid_from": first.isoformat()}
    forget_reach(change_row(officer, "assign", by=by, at=at, hidden=True, facts=facts))
    return post


@transaction.atomic
def end_assignment(post: Assignment, *, by: Actor, at: datetime, on: date | None = None) -> Assignment:
    """End a post: `on` (default: the day of `at`) is the first day without it, at the earliest its own first.

    Raises Refused for one's own post or one that has ended.
    """
    officer, day = post.officer, day_of(at)
    check_not_oneself(officer, by)
    check(by, "staff", place=post.place, on=day)
    if post.valid_to is not None and (post.stands_in_for_id is None or post.valid_to <= day):
        raise Refused(_("This post has already been ended."), code="ended")
    last = max(on or day, post.valid_from)
    post.valid_to = min(last, post.valid_to or last)  # a lent post ends earlier, never later
    facts = {"role": post.role, "place": post.place, "valid_to": post.valid_to.isoformat()}
    forget_reach(change_row(officer, "end_assignment", by=by, at=at, hidden=True, facts=facts))
    post.save(update_fields=["valid_to"])
    end_lent(officer.lent.filter(role=post.role, place=post.place), post.valid_to)
    return post


def _end_lent(officer: Officer, day: date) -> None:
    """Who leaves an office stands in for nobody there any more, and nobody for them."""
    end_lent(officer.lent.all(), day)
    end_lent(officer.assignments.all(), day)

"""Organisations, accounts and posts."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser, NoForm
from sunshine.desk.tables.core import DeskTable, RowAction, mark_yes, plain_form, prefix_condition
from sunshine.desk.templatetags.desk import named
from sunshine.notices.actions import tell_deputies, tell_factor_reset
from sunshine.people import actions
from sunshine.people.forms import (
    AssignmentForm,
    DeputyForm,
    EndForm,
    OfficerChangeForm,
    OfficerForm,
    OrganisationChangeForm,
    OrganisationForm,
)
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.queries import in_force, lent, reach


def _codes(who: DeskUser) -> Any:
    return reach(who.officer, who.on).prefixes("staff")


def _secret(result: tuple[Officer, str]) -> str:
    """The one-time password, said once."""
    officer, secret = result
    return _("One-time password of %(name)s (%(username)s): %(secret)s") % {
        "name": officer.name,
        "username": officer.username,
        "secret": secret,
    }


def _here(act: Any) -> Any:
    """An action whose first argument is the row."""
    return lambda row, who, **told: act(row, by=who.by, at=who.at, **told)


def _new(act: Any) -> Any:
    """An action that makes a row."""
    return lambda row, who, **told: act(by=who.by, at=who.at, **told)


def _dated(make: Any) -> Any:
    """A form that asks what stands on the day."""
    return lambda row, who, *sent: make(*sent[:1], on=who.on)


def _changing(make: Any) -> Any:
    """A form that changes a row."""
    return lambda row, who, *sent: make(*sent[:1], row=row, on=who.on)


ORGANISATIONS = DeskTable(
    key="organisations",
    title=_("Organisations"),
    lead=_("Who can hold a matter. Kind and place stay; what is closed stays readable."),
    verb="staff",
    heads=(_("Name"), _("Kind"), _("Place"), _("Telephone"), _("Closed from")),
    rows=lambda who: Organisation.objects.filter(prefix_condition("place", _codes(who))).order_by("pk"),
    cells=lambda row: (named(row), row.get_kind_display(), row.place, row.telephone, row.valid_to or ""),
    search=("name", "name_en", "place"),
    add=RowAction(
        key="add",
        label=_("Open an organisation"),
        done=_("Opened."),
        form=_dated(OrganisationForm),
        act=_new(actions.create_organisation),
    ),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=_changing(OrganisationChangeForm),
            act=_here(actions.change_organisation),
        ),
        RowAction(
            key="close",
            label=_("Close the organisation"),
            done=_("Closed."),
            form=plain_form(EndForm),
            act=_here(actions.close_organisation),
            fits=lambda row: row.valid_to is None,
        ),
    ),
)

STAFF = DeskTable(
    key="staff",
    title=_("Staff"),
    lead=_("Accounts come with a post and are closed with it. No log-in times, no scores."),
    verb="staff",
    heads=(_("Name"), _("Log-in name"), _("Organisation"), _("Telephone"), _("Active")),
    rows=lambda who: (
        Officer.objects.filter(prefix_condition("organisation__place", _codes(who)))
        .select_related("organisation")
        .order_by("pk")
    ),
    cells=lambda row: (
        row.name,
        row.username,
        named(row.organisation),
        row.telephone,
        mark_yes(row.is_active),
    ),
    search=("name", "username", "organisation__name"),
    add=RowAction(
        key="add",
        label=_("New account"),
        done=_("Account made."),
        form=_dated(OfficerForm),
        act=_new(actions.create_officer),
        hint=_("A one-time password is shown once; it has to be changed at the first log-in."),
        tells=_secret,
    ),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=_changing(OfficerChangeForm),
            act=_here(partial(tell_deputies, actions.change_officer)),
        ),
        RowAction(
            key="post",
            label=_("Give a post"),
            done=_("Post given."),
            form=plain_form(AssignmentForm),
            act=_here(actions.assign),
            fits=lambda row: row.is_active,
        ),
        RowAction(
            key="deputy",
            label=_("Name a deputy for leave"),
            done=_("The deputy is named."),
            form=lambda row, who, *sent: DeputyForm(*sent[:1], row=row),
            act=_here(partial(tell_deputies, actions.appoint_deputy)),
            hint=_(
                "A colleague of the same organisation holds all posts of this person for these days; they end by themselves."
            ),
            fits=lambda row: row.is_active,
        ),
        RowAction(
            key="password",
            label=_("New one-time password"),
            done=_("A new one-time password."),
            form=plain_form(NoForm),
            act=_here(actions.reset_password),
            hint=_("The old password ends at once, and so do the sessions opened with it."),
            fits=lambda row: row.is_active,
            tells=_secret,
        ),
        RowAction(
            key="factor",
            label=_("Take away the second factor"),
            done=_("The second factor is taken away."),
            form=plain_form(NoForm),
            act=_here(tell_factor_reset),
            hint=_(
                "For a lost or new phone. Make sure it is this person who asks: until a new one is set up, the password alone "
                "opens the account. They are told."
            ),
            fits=lambda row: row.is_active,
        ),
        RowAction(
            key="deactivate",
            label=_("Close the account"),
            done=_("Account closed."),
            form=plain_form(NoForm),
            act=_here(partial(tell_deputies, actions.deactivate)),
            hint=_("For good: its posts end today."),
            fits=lambda row: row.is_active,
        ),
    ),
    ways=(("desk:table:posts", _("Posts")),),
)

POSTS = DeskTable(
    key="posts",
    title=_("Posts"),
    lead=_(
        "Which role somebody holds over which place today, and who will stand in for whom; role × place is what they can "
        "see and do."
    ),
    verb="staff",
    heads=(_("Name"), _("Post"), _("Place"), _("From"), _("Until"), _("Stands in for")),
    rows=lambda who: (
        Assignment.objects.filter(
            in_force(who.on) | lent(who.on),
            prefix_condition("place", _codes(who)),
        )
        .select_related("officer", "stands_in_for")
        .order_by("pk")
    ),
    cells=lambda row: (
        row.officer.name,
        row.get_role_display(),
        row.place,
        row.valid_from,
        row.valid_to or "",
        row.stands_in_for or "",
    ),
    search=("officer__name", "place"),
    actions=(
        RowAction(
            key="end",
            label=_("End the post"),
            done=_("Ended."),
            form=plain_form(EndForm),
            act=_here(partial(tell_deputies, actions.end_assignment)),
            fits=lambda row: row.valid_to is None or row.stands_in_for_id is not None,
        ),
    ),
)

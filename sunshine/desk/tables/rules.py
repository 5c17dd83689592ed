"""The rule tables of requests and deadlines: categories, duty list, routes, policies, calendar, office hours."""

from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions import set_category, set_duty, set_route
from sunshine.cases.actions.tables import end_duty, end_route
from sunshine.cases.forms import CategoryForm, CommunityDutyForm, RouteRuleForm
from sunshine.cases.models import Category, CommunityDuty, Route
from sunshine.cases.queries.trial import (
    try_category,
    try_duty,
    try_route,
    try_without_duty,
    try_without_route,
)
from sunshine.clocks.actions import set_day, set_office_hours, set_policy, try_change
from sunshine.clocks.forms import CalendarDayForm, OfficeHoursForm, PolicyForm
from sunshine.clocks.models import CalendarDay, OfficeHours, Policy
from sunshine.clocks.rules import Spanned
from sunshine.desk.door import DeskUser, NoForm
from sunshine.desk.tables.core import DeskTable, RowAction, mark_yes, plain_form
from sunshine.desk.tables.kinds import CODE, NAME, RETIRED, KindColumn, kind_table
from sunshine.desk.templatetags.desk import named
from sunshine.lib.refusals import Refused

CHANGE, ADD, TAKE_OUT = _("Change"), _("Add"), _("Take out")
SAVED, ADDED, TAKEN_OUT = _("Saved."), _("Added."), _("Taken out.")


def _put_category(*, values: dict[str, Any], **more: Any) -> Category:
    policy = values.pop("policy")
    return set_category(values={**values, "policy_id": policy.pk if policy else None}, **more)


CATEGORIES = kind_table(
    Category,
    CategoryForm,
    _put_category,
    key="categories",
    title=_("Categories"),
    lead=_("What a matter can be about, in two levels; urgency, deadline and who answers follow from it."),
    columns=(
        CODE,
        NAME,
        KindColumn(_("Urgency"), lambda row: row.get_urgency_display()),
        KindColumn(_("Deadline"), lambda row: named(row.policy)),
        KindColumn(_("Answers"), lambda row: row.get_kind_display()),
        KindColumn(_("Text may be public"), lambda row: mark_yes(row.release)),
        RETIRED,
    ),
    follow=("policy",),
    tries=lambda row, who, **told: try_category(row, told, county=settings.COUNTY, at=who.at),
)

DUTIES = DeskTable(
    key="duties",
    title=_("Duty list of the community"),
    lead=_(
        "Only what stands here goes to a community; everything else goes to the street's dispatcher first."
    ),
    verb="tables",
    heads=(_("Category"), _("Place"), _("Duty"), _("Source of the rule")),
    rows=lambda who: CommunityDuty.objects.select_related("category").order_by("pk"),
    cells=lambda row: (named(row.category), row.place, row.get_list_display(), row.source),
    search=("category__zh", "category__en", "place"),
    add=RowAction(
        key="add",
        label=ADD,
        done=ADDED,
        form=lambda row, who, *sent: CommunityDutyForm(*sent, row=None, on=who.on),
        act=lambda row, who, **told: set_duty(**told, by=who.by, at=who.at),
        tries=lambda row, who, **told: try_duty(**told, at=who.at),
    ),
    actions=(
        RowAction(
            key="change",
            label=CHANGE,
            done=SAVED,
            form=lambda row, who, *sent: CommunityDutyForm(*sent, row=row, on=who.on),
            act=lambda row, who, **told: set_duty(**told, by=who.by, at=who.at),
            tries=lambda row, who, **told: try_duty(**told, at=who.at),
        ),
        RowAction(
            key="end",
            label=TAKE_OUT,
            done=TAKEN_OUT,
            form=plain_form(NoForm),
            act=lambda row, who: end_duty(row, by=who.by, at=who.at),
            tries=lambda row, who: try_without_duty(row, at=who.at),
        ),
    ),
)

ROUTES = DeskTable(
    key="routes",
    title=_("Routes"),
    lead=_("Who leads for a category at a place. The most specific line wins."),
    verb="tables",
    heads=(_("Category"), _("Place"), _("Goes to"), _("Source of the rule")),
    rows=lambda who: Route.objects.select_related("category", "organisation").order_by("pk"),
    cells=lambda row: (
        named(row.category) or _("every kind of matter"),
        row.place,
        named(row.organisation) or row.get_kind_display(),
        row.source,
    ),
    search=("category__zh", "category__en", "place", "organisation__name"),
    add=RowAction(
        key="add",
        label=ADD,
        done=ADDED,
        form=lambda row, who, *sent: RouteRuleForm(*sent, row=None, on=who.on),
        from_address=frozenset({"category", "place", "organisation", "source"}),
        act=lambda row, who, **told: set_route(**told, by=who.by, at=who.at),
        tries=lambda row, who, **told: try_route(**told, at=who.at),
    ),
    actions=(
        RowAction(
            key="change",
            label=CHANGE,
            done=SAVED,
            form=lambda row, who, *sent: RouteRuleForm(*sent, row=row, on=who.on),
            act=lambda row, who, **told: set_route(**told, by=who.by, at=who.at),
            tries=lambda row, who, **told: try_route(**told, at=who.at),
        ),
        RowAction(
            key="end",
            label=TAKE_OUT,
            done=TAKEN_OUT,
            form=plain_form(NoForm),
            act=lambda row, who: end_route(row, by=who.by, at=who.at),
            tries=lambda row, who: try_without_route(row, at=who.at),
        ),
    ),
    ways=(
        ("desk:try_route", _("Try it: who would get it, and why")),
        ("desk:precedents", _("Decided returns that could be a rule")),
    ),
)


POLICIES = DeskTable(
    key="policies",
    title=_("Deadlines"),
    lead=_(
        "How long for acceptance and for the answer; the unit is part of the rule. Running clocks keep their terms."
    ),
    verb="tables",
    heads=(
        _("Code"),
        _("Name"),
        _("Accept within"),
        _("Answer within"),
        _("Call the resident within"),
        _("May be returned within"),
        _("Days to confirm"),
        _("Source of the rule"),
    ),
    rows=lambda who: Policy.objects.order_by("pk"),
    cells=lambda row: (
        row.code,
        named(row),
        f"{row.accept_amount} {row.get_accept_unit_display()}",
        f"{row.handle_amount} {row.get_handle_unit_display()}",
        f"{row.contact_amount} {row.get_contact_unit_display()}",
        f"{row.return_amount} {row.get_return_unit_display()}",
        row.confirm_days,
        row.source,
    ),
    search=("code", "zh", "en"),
    add=RowAction(
        key="add",
        label=ADD,
        done=ADDED,
        form=lambda row, who, *sent: PolicyForm(*sent[:1]),
        act=lambda row, who, **told: set_policy(Policy(**told), by=who.by, at=who.at),
    ),
    actions=(
        RowAction(
            key="change",
            label=CHANGE,
            done=SAVED,
            form=lambda row, who, *sent: PolicyForm(*sent[:1], instance=row),
            act=lambda row, who, **told: set_policy(Policy(**told), by=who.by, at=who.at),
        ),
    ),
)

HOURS = DeskTable(
    key="hours",
    title=_("Office hours"),
    lead=_("From which day on the offices are open when; working hours are counted in them."),
    verb="tables",
    heads=(
        _("Valid from"),
        _("Opens"),
        _("Break or end"),
        _("Opens again"),
        _("Closes"),
        _("Source of the rule"),
    ),
    rows=lambda who: OfficeHours.objects.order_by("pk"),
    cells=lambda row: (
        row.valid_from.isoformat(),
        *(f"{value:%H:%M}" if value else "" for value in (row.opens, row.closes, row.reopens, row.ends)),
        row.source,
    ),
    add=RowAction(
        key="add",
        label=ADD,
        done=ADDED,
        form=lambda row, who, *sent: OfficeHoursForm(*sent[:1]),
        act=lambda row, who, **told: set_office_hours(OfficeHours(**told), by=who.by, at=who.at),
    ),
    actions=(
        RowAction(
            key="change",
            label=CHANGE,
            done=SAVED,
            form=lambda row, who, *sent: OfficeHoursForm(*sent[:1], instance=row),
            act=lambda row, who, **told: set_office_hours(OfficeHours(**told), by=who.by, at=who.at),
        ),
    ),
)


def _put_day(
    row: CalendarDay | None, who: DeskUser, *, day: Any, kind: str, name: str, source: str, leave: bool
) -> Any:
    return set_day(day, kind or None, by=who.by, at=who.at, name=name, source=source, follow=not leave)


def _try_day(row: CalendarDay | None, who: DeskUser, **told: Any) -> Spanned | None:
    """How many deadlines would follow; None when none would, and where the day itself will be refused."""
    try:
        spanned = try_change(partial(_put_day, row, who, **told))
    except Refused:
        return None
    return Spanned(spanned) if spanned else None


def _day_form(row: CalendarDay | None, who: DeskUser, *sent: Any) -> CalendarDayForm:
    known = {"day": row.day, "kind": row.kind, "name": row.name, "source": row.source} if row else {}
    return CalendarDayForm(sent[0] if sent else None, initial=known)


DAYS = DeskTable(
    key="days",
    title=_("Calendar"),
    lead=_(
        "Holidays and make-up working days from the yearly notice; a year that is missing shows a banner."
    ),
    verb="tables",
    heads=(_("Day"), _("What the day is"), _("Name of the holiday"), _("Source of the rule")),
    rows=lambda who: CalendarDay.objects.order_by("pk"),
    cells=lambda row: (row.day.isoformat(), row.get_kind_display(), row.name, row.source),
    search=("name",),
    add=RowAction(
        key="add", label=_("Correct a day"), done=SAVED, form=_day_form, act=_put_day, tries=_try_day
    ),
    actions=(
        RowAction(key="change", label=CHANGE, done=SAVED, form=_day_form, act=_put_day, tries=_try_day),
    ),
    ways=(("desk:import_calendar", _("Import a year's notice")),),
)

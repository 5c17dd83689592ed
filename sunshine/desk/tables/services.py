"""The service catalogue: what residents may ask for, where, when and with what."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser, NoForm
from sunshine.desk.tables.core import DeskTable, RowAction, mark_yes, plain_form, prefix_condition
from sunshine.desk.templatetags.desk import named
from sunshine.lib.division import Level, ancestors, is_within
from sunshine.people.queries import reach
from sunshine.services.actions import end_service, set_service
from sunshine.services.forms import ServiceForm
from sunshine.services.models import Service


def _codes(who: DeskUser) -> list[str]:
    return sorted(reach(who.officer, who.on).prefixes("services"))


def _rows(who: DeskUser) -> Any:
    """The lines of one's own places, and those from above that hold there unless an own line stands beside them."""
    above = {code for own in _codes(who) for code in ancestors(own)}
    return (
        Service.objects.filter(prefix_condition("place", _codes(who)) | Q(place__in=above))
        .select_related("organisation")
        .order_by("pk")
    )


def _form(row: Service | None, who: DeskUser, *sent: Any) -> ServiceForm:
    """The form of a line; for one from above, that of the own line which will stand beside it."""
    own = _codes(who)[0]
    if row is not None and not any(is_within(row.place, code) for code in _codes(who)):
        row = Service.objects.filter(code=row.code, place=own).first() or row
        return ServiceForm(*sent[:1], row=row, place=own, on=who.on)
    return ServiceForm(*sent[:1], row=row, place=row.place if row else own, on=who.on)


def _put(
    row: Service | None, user: DeskUser, /, *, code: str, place: str, seen: int | None, **values: Any
) -> Any:
    values["organisation_id"] = values.pop("organisation")
    return set_service(code=code, place=place, values=values, by=user.by, at=user.at, seen=seen)


SERVICES = DeskTable(
    key="services",
    title=_("Service catalogue"),
    lead=_(
        "What residents may ask for. The line of the nearest place wins; changing a line from above makes one of your own."
    ),
    verb="services",
    heads=(
        _("Name"),
        _("Place"),
        _("Function"),
        _("Office"),
        _("Fee"),
        _("Offered here"),
        _("Not used from"),
    ),
    rows=_rows,
    cells=lambda row: (
        named(row),
        row.place,
        row.get_function_display(),
        named(row.organisation) or row.get_kind_display(),
        row.fee or _("free"),
        mark_yes(row.offered),
        row.retired_on or "",
    ),
    search=("zh", "en", "code", "place"),
    add=RowAction(key="add", label=_("Add a service"), done=_("Added."), form=_form, act=_put),
    actions=(
        RowAction(key="change", label=_("Change"), done=_("Saved."), form=_form, act=_put),
        RowAction(
            key="end",
            label=_("Take out"),
            done=_("Taken out."),
            form=plain_form(NoForm),
            act=lambda row, who: end_service(row, by=who.by, at=who.at),
            hint=_("From then on the line from above holds here."),
            fits=lambda row: len(row.place) > Level.COUNTY,
        ),
    ),
)

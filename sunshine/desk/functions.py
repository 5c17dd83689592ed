"""管理 · 服务 · 保障 · 教育: the four functions as the way into the desk, with what each holds today."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import Seat, area
from sunshine.people.queries import Reach, organisation_for
from sunshine.people.queries import reach as reach_of
from sunshine.people.states import OrganisationKind


class Way(NamedTuple):
    """A link into a room."""

    url: str
    label: Any


class Function(NamedTuple):
    """One of the four: what it is about, the ways in, or who does it until its room is built."""

    icon: str
    title: Any
    words: Any
    links: list[Way]
    comes: Any = ""
    office: Any = ""
    telephone: str = ""


def functions(who: Seat) -> list[Function]:
    """The four functions for one officer; a function without a room names the office to call."""
    reach = reach_of(who.officer, who.on)
    office = organisation_for(OrganisationKind.COMMUNITY, area(who), on=who.on) or who.officer.organisation
    street = organisation_for(OrganisationKind.STREET, area(who), on=who.on) or office
    return [
        Function(
            "manage",
            _("Management"),
            _("Grids, buildings, who answers where, rules and staff."),
            _managing(reach),
        ),
        Function(
            "serve", _("Service"), _("Residents' requests from report to confirmed close."), _serving(reach)
        ),
        Function(
            "protect",
            _("Protection"),
            _("Help in need, jobs, care and donations."),
            [],
            _("Not on the platform yet; aid is applied for at the counter and decided by civil affairs."),
            street,
            street.telephone,
        ),
        Function(
            "teach",
            _("Education"),
            _("Learning, culture, sport, science and volunteering."),
            [],
            _("Not on the platform yet; the community announces its activities itself."),
            office,
            office.telephone,
        ),
    ]


def _managing(reach: Reach) -> list[Way]:
    tables = [
        ("places", "buildings", _("Buildings")),
        ("duty", "roster", _("Who answers")),
        ("staff", "staff", _("Staff")),
    ]
    links = [
        Way(reverse("desk:table", args=[key]), label) for verb, key, label in tables if reach.anywhere(verb)
    ]
    return [Way(reverse("desk:cards"), _("Grids and notice cards")), *links]


def _serving(reach: Reach) -> list[Way]:
    links = [
        Way(reverse("desk:cases"), _("Requests")),
        Way(f"{reverse('desk:cases')}?due=overdue", _("Overdue")),
    ]
    if reach.anywhere("receive"):
        links.append(Way(reverse("desk:report"), _("Take a report")))
    return links

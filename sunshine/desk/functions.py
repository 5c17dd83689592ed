"""管理 · 服务 · 保障 · 教育: the four functions as the way into the desk, with what each holds for this officer."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser, area
from sunshine.people.queries import Reach, directory
from sunshine.people.queries import reach as reach_of
from sunshine.people.states import OrganisationKind


class FunctionLink(NamedTuple):
    """A link into a room."""

    url: str
    label: Any


class FunctionCard(NamedTuple):
    """One of the four: what it is about, the ways in, and whom to call for what is decided elsewhere."""

    icon: str
    title: Any
    words: Any
    links: list[FunctionLink]
    office: Any = ""
    telephone: str = ""


def functions(who: DeskUser) -> list[FunctionCard]:
    """The four functions for one officer: only ways that this post may go and that lead somewhere."""
    of, place = reach_of(who.officer, who.on), area(who, "read", "wish.claim")
    street = directory().only(OrganisationKind.STREET, place, who.on) or who.officer.organisation
    asked = f"&place={place}"
    return [
        FunctionCard("manage", _("Management"), _("Grids, who answers where, party organisations, rules and staff."), _open(of, [
            ("", reverse("desk:cards"), _("Grids and notice cards")),
            ("duty", reverse("desk:table", args=["roster"]), _("Who answers")),
            ("places", reverse("desk:table", args=["buildings"]), _("Buildings")),
            ("party", reverse("desk:party"), _("Party organisations and partners")),
            ("staff", reverse("desk:table", args=["staff"]), _("Staff")),
            ("week", reverse("desk:week"), _("This week")),
        ])),
        FunctionCard("serve", _("Service"), _("Residents' requests and wishes from the first word to the confirmed end."),
                     _open(of, [
            ("read", reverse("desk:cases"), _("Requests")),
            ("read", reverse("desk:cases") + "?due=overdue", _("Overdue")),
            ("receive", reverse("desk:report"), _("Take a report")),
            ("wish.read", reverse("desk:wishes"), _("Wishes")),
            ("services", reverse("desk:table", args=["services"]), _("Service catalogue")),
        ])),
        FunctionCard("protect", _("Protection"), _("Social security and help in hardship: what to bring, where to go."), _open(of, [
            ("", reverse("public:services") + f"?function=security{asked}", _("Help in hardship and social security")),
            ("wish.ask", reverse("desk:wish_ask"), _("Ask for a wish for somebody")),
            ("wish.read", reverse("desk:wishes"), _("Wishes")),
        ]), street, street.telephone),
        FunctionCard("teach", _("Education"), _("Learning, volunteering, and each community's own character."), _open(of, [
            ("", reverse("public:services") + f"?function=education{asked}", _("Lectures, classes, reading")),
            ("offers", reverse("desk:offers"), _("Helpers")),
            ("posts", reverse("desk:posts"), _("Posts")),
            ("pledges", reverse("desk:pledges"), _("Pledges")),
            ("programmes", reverse("desk:line"), _("Characters, brands, plans")),
            ("", reverse("public:line"), _("One line: the nine characters")),
        ])),
    ]  # fmt: skip


def _open(of: Reach, ways: list[tuple[str, str, Any]]) -> list[FunctionLink]:
    """The ways of a function that this post may go."""
    return [FunctionLink(url, label) for verb, url, label in ways if not verb or of.anywhere(verb)]

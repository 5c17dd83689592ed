"""Party organisations, partner units, lists and reportings for tests. Dull by intent; dates lie in 2026."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from sunshine.party.models import Body, ListLine, Partnership, Reporting
from sunshine.party.states import ListKind
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from tests.factories.people import COMMUNITY, FIRST_DAY, GRID, OrganisationFactory

FIRST_TERM = (date(2024, 1, 1), date(2029, 1, 1))


class BodyFactory(DjangoModelFactory[Body]):
    """The body of a grid branch; `organisation__kind=`, `organisation__place=`, `organisation__parent=` for another."""

    class Meta:
        model = Body

    organisation = factory.SubFactory(
        OrganisationFactory,
        name=factory.Sequence(lambda n: f"第{n}党支部"),
        kind=OrganisationKind.GRID_BRANCH,
        place=GRID,
        telephone="",
    )
    term_from, term_to = FIRST_TERM
    headcount = 12


def party(kind: str, place: str, parent: Organisation | None = None, **more: Any) -> Organisation:
    """A party organisation with its body: party("grid_branch", GRID, above, name="第一网格党支部", headcount=5)."""
    extra = {"building", "term_from", "term_to", "contact", "contact_name", "headcount"}
    told = {f"organisation__{name}": value for name, value in more.items() if name not in extra}
    body = {name: value for name, value in more.items() if name in extra}
    made = BodyFactory(
        organisation__kind=kind, organisation__place=place, organisation__parent=parent, **told, **body
    )
    return made.organisation


def line() -> dict[str, Organisation]:
    """A whole line: working committee, general branch, two grid branches, a group and a household."""
    work = party("party_work_committee", COMMUNITY[:9], name="阳光街道党工委", telephone="0455-7770100")
    general = party("general_branch", COMMUNITY, work, name="阳光社区党总支", contact_name="党总支办公室")
    first = party("grid_branch", GRID, general, name="第一网格党支部")
    group = party("party_group", GRID, first, name="3号楼党小组")
    house = party("member_household", GRID, group, name="3号楼党员中心户")
    return {"work": work, "general": general, "branch": first, "group": group, "house": house}


class PartnershipFactory(DjangoModelFactory[Partnership]):
    """An open agreement of a partner unit with the community."""

    class Meta:
        model = Partnership

    partner = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.PARTNER, place=COMMUNITY[:6])
    community = COMMUNITY
    agreement = "每季度一次义诊"
    valid_from = FIRST_DAY
    version = 1


class ListLineFactory(DjangoModelFactory[ListLine]):
    """Something the community needs."""

    class Meta:
        model = ListLine

    kind = ListKind.NEED
    community = COMMUNITY
    text = "为独居老人检修电路"
    version = 1


class ReportingFactory(DjangoModelFactory[Reporting]):
    """A unit that reported this year."""

    class Meta:
        model = Reporting

    unit = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.PARTNER, place=COMMUNITY[:6])
    community = COMMUNITY
    year = 2026
    reported_on = date(2026, 3, 5)
    version = 1

"""What the tests of notices share."""

from datetime import UTC, datetime

from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SUBJECT = "case:00000000000000000000000000000001"
CONTEXT = {
    "number": "231282-261123-000427",
    "due": AT,
    "organisation": "朝阳社区居委会",
    "link": "http://127.0.0.1:8000/t/secret",
    "telephone": "0455-7770000",
}


def community(name: str = "朝阳社区居委会") -> Organisation:
    """A residents' committee with an address for mail."""
    return Organisation.objects.create(
        name=name,
        kind=OrganisationKind.COMMUNITY,
        place="231282999001",
        email="chaoyang@example.org",
        valid_from="2026-01-01",
    )

"""What must always hold of those who offer themselves, held by the database."""

import pytest
from django.db import IntegrityError

from sunshine.volunteers.models import Consent, Skill, Volunteer
from tests.factories.people import NOON
from tests.factories.volunteers import volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.mark.parametrize(
    "change",
    [
        {"left_at": NOON},
        {"left_at": NOON, "display_name": ""},
        {"display_name": ""},
    ],
)
def test_who_left_is_nobody_and_who_is_here_has_a_name(change):
    person = volunteer(free=("weekend_day",))
    with pytest.raises(IntegrityError, match="volunteer_who_left_is_nobody"):
        Volunteer.objects.filter(pk=person.pk).update(**change)


def test_a_consent_is_open_once():
    person = volunteer()
    with pytest.raises(IntegrityError, match="consent_given_once"):
        Consent.objects.create(volunteer=person, kind="keep", given_at=NOON)


def test_a_consent_ends_after_it_began():
    volunteer()
    with pytest.raises(IntegrityError, match="consent_in_order"):
        Consent.objects.update(withdrawn_at=NOON.replace(year=2025))


def test_each_says_what_it_is():
    person = volunteer(display_name="老李")

    words = [str(person), str(Volunteer()), str(Skill(zh="理发")), str(Consent(kind="keep")), person.subject]
    assert words == ["老李", "—", "理发", "keep", f"volunteer:{person.ref}"]

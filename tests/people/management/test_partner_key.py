"""Keys of other systems from the command line: made, ended, named when the name is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sunshine.people.actions import end_partner_key, partner
from sunshine.people.models import PartnerKey
from sunshine.record.models import Entry
from sunshine.record.states import Actor

pytestmark = pytest.mark.django_db


def said(command: str, name: str) -> str:
    out = StringIO()
    call_command(command, name, stdout=out)
    return out.getvalue().strip()


def test_an_ended_key_opens_nothing_and_others_stay():
    first, second, other = (
        said("partner_key", "省平台"),
        said("partner_key", "省平台"),
        said("partner_key", "热线"),
    )

    assert said("end_partner_key", "省平台").endswith("2")
    assert [partner(key) is None for key in (first, second, other)] == [True, True, False]


def test_no_key_opens_nothing_and_a_key_ends_once():
    said("partner_key", "省平台")
    row = PartnerKey.objects.get()

    for _ in range(2):
        end_partner_key(row, by=Actor.system(), at=timezone.now())

    assert partner("") is None
    assert Entry.objects.filter(subject=f"partner:{row.pk}", verb="end").count() == 1


def test_a_wrong_name_is_told_the_names_in_use():
    with pytest.raises(CommandError, match="—"):
        call_command("end_partner_key", "省平台")
    said("partner_key", "热线")
    with pytest.raises(CommandError, match="热线"):
        call_command("end_partner_key", "省平台")

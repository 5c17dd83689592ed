"""Which branch a member may name. That somebody is a member is political data: their own word, nobody else's."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import PARTY_KINDS


def check_branch(branch: int, *, on: date) -> None:
    """Raise Refused unless this is a party organisation in force on a day."""
    if not Organisation.objects.filter(in_force(on), pk=branch, kind__in=PARTY_KINDS).exists():
        raise Refused(_("This party organisation is not in the list. Please choose again."), code="branch")

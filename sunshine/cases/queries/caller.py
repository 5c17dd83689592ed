"""What is open of a caller, by the keyed hash of their telephone; no register of persons, no count."""

from django.db.models import Q

from sunshine.cases.models import Case
from sunshine.people.queries import find_contacts_by_phone

MOST = 10


def open_of_caller(phone: str) -> list[Case]:
    """The open matters left with this number, newest first, at most ten.

    Complaints about staff and confidential matters are not among them: whoever takes the call may be concerned.
    """
    contacts = find_contacts_by_phone(phone).values("pk")
    theirs = Case.objects.filter(Q(contact__in=contacts) | Q(for_person__in=contacts), open=True)
    shown = theirs.filter(restricted=False, confidential=False).select_related("holder")
    return list(shown.order_by("-received_at", "-id")[:MOST])

"""What is open of a caller among wishes, by the keyed hash of their telephone."""

from django.db.models import Q

from sunshine.cases.queries.caller import MOST
from sunshine.people.queries import find_contacts_by_phone
from sunshine.wishes.models import Wish


def open_wishes_of_caller(phone: str) -> list[Wish]:
    """The open wishes left with this number, newest first, as few as for requests; never a count."""
    contacts = find_contacts_by_phone(phone).values("pk")
    theirs = Wish.objects.filter(Q(contact__in=contacts) | Q(for_person__in=contacts), open=True)
    return list(theirs.select_related("holder").order_by("-received_at", "-id")[:MOST])

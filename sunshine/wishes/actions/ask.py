"""Take in a wish (群众点单): everything is decided before the first write."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.lib import seal
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.once import once, with_form_key
from sunshine.matters.actions.steps import StepChange, next_number, record
from sunshine.matters.queries.originals import veil
from sunshine.people.actions import keep_contact
from sunshine.people.models import Contact, Organisation
from sunshine.people.states import Purpose
from sunshine.places.queries import locator
from sunshine.record.states import Actor
from sunshine.wishes.actions.move import account_of, begin, due_of
from sunshine.wishes.actions.tell import tell_asked
from sunshine.wishes.models import Wish, WishCustody, WishKind
from sunshine.wishes.queries.families import desk_of
from sunshine.wishes.queries.links import wish_token
from sunshine.wishes.rules import Asking, check_asker, check_asking


@dataclass(frozen=True, slots=True)
class Asked:
    """What the wisher takes home: the number on the wish, and the link's token."""

    wish: Wish
    token: str


def ask(asking: Asking, *, by: Actor, at: datetime) -> Asked:
    """Take in a wish and put it on the desk of its community, with the clock running.

    The same `form_key` returns the first result. Raises Refused with a code naming the field (`Telling` with the masked
    text for numbers in it) when the wish cannot be taken.
    """
    wish = once(lambda: _already(asking), lambda: _ask(asking, by=by, at=at))
    return Asked(wish, wish_token(wish.ref))


def _ask(asking: Asking, *, by: Actor, at: datetime) -> Wish:
    on = timezone.localtime(at).date()
    check_asker(by, on=on)
    place, building = _placed(asking)
    desk = desk_of(place, on) if place else None
    kind = check_asking(asking, office=desk, on=on)
    if desk is None:
        raise Refused(_("Please choose your community, so that somebody near you can help."), code="place")
    return _take_in(asking, kind, desk, place, building, by=by, at=at)


def _already(asking: Asking) -> Wish | None:
    first: Wish | None = with_form_key(Wish.objects.select_related("holder", "kind"), asking.form_key)
    return first


def _placed(asking: Asking) -> tuple[str, int | None]:
    """Where it is: the building's grid, else the place that was chosen; empty for a place that is none of ours."""
    book = locator()
    if asking.building is not None:
        found = book.at_building(asking.building)
        return found.place or "", found.building
    known = asking.place in book.names and len(asking.place or "") > Level.COUNTY
    return (asking.place or "" if known else ""), None


@transaction.atomic
def _take_in(
    asking: Asking, kind: WishKind, desk: Organisation, place: str, building: int | None, *, by: Actor, at: datetime
) -> Wish:  # fmt: skip
    wish = _write(asking, kind, desk, place, building, by=by, at=at)
    begin(wish, "ask", at)
    step = StepChange(facts={"channel": str(asking.channel)})
    record(wish, "ask", by=by, at=at, came_from="", step=step, account=account_of(wish))
    tell_asked(wish, at=at)
    return wish


def _write(
    asking: Asking, kind: WishKind, desk: Organisation, place: str, building: int | None, *, by: Actor, at: datetime
) -> Wish:  # fmt: skip
    ref = secrets.token_hex(16)
    told, sealed = veil((asking.name, asking.for_name), text=asking.text.replace("\r\n", "\n").strip())
    wish = Wish.objects.create(
        number=next_number(at), ref=ref, access=seal.token_digest(wish_token(ref)), holder=desk, place=place,
        contact=_contact(asking.name, asking.phone, Purpose.WISH, at),
        for_person=None if asking.for_minor else _contact(asking.for_name, asking.for_phone, Purpose.FOR_PERSON, at),
        received_at=at, due_at=due_of("ask", at), form_key=asking.form_key or None, kind=kind, channel=asking.channel,
        language=asking.language, text=told["text"], original=sealed, times=list(asking.times),
        wanted_by=asking.wanted_by, building_id=building, for_minor=asking.for_minor, filed_by=by.officer,
    )  # fmt: skip
    WishCustody.objects.create(wish=wish, link=1, holder=desk, began=at)
    return wish


def _contact(name: str, phone: str, purpose: Purpose, at: datetime) -> Contact | None:
    if not name.strip() and not phone.strip():
        return None
    return keep_contact(name=name, phone=phone, purpose=purpose, at=at)

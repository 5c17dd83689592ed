"""Somebody who offers themselves, signed up by the action as in earnest; community and skills must be there or are made."""

from itertools import count
from typing import Any

from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills, sign_up
from sunshine.volunteers.models import Skill, Volunteer
from sunshine.volunteers.rules import Offer
from sunshine.volunteers.states import ConsentKind, Free
from tests.factories.people import COMMUNITY, NOON
from tests.factories.places import PlaceFactory

_NUMBERS = count(1)
EVERYTHING = frozenset(ConsentKind.values)
PHONE = "13912345678"


def offered(**said: Any) -> Offer:
    """An offer of the first community: company and errands on weekday evenings, everything agreed to but being called."""
    told: dict[str, Any] = {
        "display_name": f"热心人{next(_NUMBERS) % 10000}号",
        "place": COMMUNITY,
        "skills": ("company", "errand"),
        "free": (Free.WEEKDAY_EVENING,),
        "consents": EVERYTHING - {ConsentKind.CALL},
        "adult": True,
        **said,
    }
    if told.get("phone"):
        told["consents"] = frozenset(told["consents"]) | {ConsentKind.CALL}
    return Offer(**told)


def volunteer(*, at: Any = NOON, **said: Any) -> Volunteer:
    """Somebody who signed up: volunteer(display_name="老李", phone=PHONE, team=team.pk, consents={"keep"})."""
    offer = offered(**said)
    PlaceFactory(code=offer.place)
    if not Skill.objects.exists():
        load_skills(by=Actor.system("shipped"), at=at)
    return sign_up(offer, by=Actor.resident(), at=at).volunteer

"""The kinds of post: shipped once, changed through actions."""

from typing import Any

import pytest

from sunshine.posts.actions.kinds import load_post_kinds, set_post_kind
from sunshine.posts.models import PostKind
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.tables.actions import NEW
from sunshine.volunteers.models import Skill
from tests.factories.people import NOON
from tests.generic.tables import KindTable

pytestmark = pytest.mark.django_db
VALUES = {"zh": "晨读岗", "en": "Reading", "duties": ["领读"], "duties_en": ["Read"], "every_days": 7}


class TestPostKinds(KindTable):
    model, taken = PostKind, "already_there"
    first = VALUES
    second = {**VALUES, "zh": "阅读岗", "every_days": 14}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> PostKind:
        seen = NEW if seen is None else seen
        return set_post_kind(code="reading", values=dict(said), by=by, at=NOON, seen=seen)


def test_the_shipped_kinds_load_once_with_the_skills_that_are_there():
    PostKind.objects.all().delete()
    Skill.objects.get_or_create(code="patrol", defaults={"zh": "巡查", "en": "Rounds"})
    Skill.objects.filter(code="planting").delete()

    loaded = [load_post_kinds(by=Actor.system("shipped"), at=NOON) for _ in range(2)]

    assert (loaded, PostKind.objects.count()) == ([10, 0], 10)
    assert PostKind.objects.get(code="hazards").skill_id == "patrol"
    assert PostKind.objects.get(code="green").skill_id is None
    assert all(len(kind.duties) == len(kind.duties_en) for kind in PostKind.objects.all())
    assert Entry.objects.get(subject="post_kinds").facts == {"new": 10}

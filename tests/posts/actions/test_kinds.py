"""The kinds of post: shipped once, changed through actions."""

import pytest

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.posts.actions.kinds import load_post_kinds, set_post_kind
from sunshine.posts.models import PostKind
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.volunteers.models import Skill
from tests.factories.people import NOON, OfficerFactory

pytestmark = pytest.mark.django_db
VALUES = {"zh": "晨读岗", "en": "Reading", "duties": ["领读"], "duties_en": ["Read"], "every_days": 7}


@pytest.fixture
def admin() -> Actor:
    """The county's administrator."""
    return officer_actor(OfficerFactory(role=Role.COUNTY_ADMIN))


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


def test_a_kind_is_added_and_changed_and_an_old_page_is_told(admin):
    kind = set_post_kind(code="reading", values=VALUES, by=admin, at=NOON)
    set_post_kind(code="reading", values={**VALUES, "zh": "阅读岗"}, by=admin, at=NOON, seen=1)

    with pytest.raises(Overtaken):
        set_post_kind(code="reading", values=VALUES, by=admin, at=NOON, seen=1)
    assert PostKind.objects.values_list("zh", "version").get(code="reading") == ("阅读岗", 2)
    assert list(Entry.objects.filter(subject=kind.subject).order_by("pk").values_list("verb", flat=True)) == [
        "add",
        "change",
    ]


def test_a_code_is_used_once(admin):
    set_post_kind(code="reading", values=VALUES, by=admin, at=NOON)

    with pytest.raises(Refused) as refused:
        set_post_kind(code="reading", values=VALUES, by=admin, at=NOON)
    assert refused.value.code == "already_there"


def test_only_the_administrator_changes_the_list():
    with pytest.raises(Refused):
        set_post_kind(
            code="reading", values=VALUES, by=officer_actor(OfficerFactory(role=Role.SECRETARY)), at=NOON
        )

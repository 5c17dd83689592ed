"""Pledges are made by whoever makes them, settled with evidence; residents speak of the service, never the person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.actions import pledges as actions
from sunshine.posts.models import Comment, Pledge, Post
from sunshine.record.models import Entry
from sunshine.record.queries import open_sealed
from sunshine.record.states import Actor
from sunshine.volunteers.models import Member
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, OfficerFactory, OrganisationFactory
from tests.factories.posts import (
    BranchFactory,
    CommentFactory,
    HelperFactory,
    PledgeFactory,
    PostFactory,
    held,
    own_link,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
RESIDENT = Actor.resident()
PROMISE = {"text": "每周六清一次楼道", "scope": "3号楼", "due_on": DAY + timedelta(days=30)}


@pytest.fixture
def worker() -> Actor:
    """A community worker."""
    return officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER))


@pytest.fixture
def secretary() -> Actor:
    """The community's secretary, who releases words."""
    return officer_actor(OfficerFactory(role=Role.SECRETARY))


def _own(person, **more) -> Pledge:
    return actions.make_pledge(**{**PROMISE, **more}, person=person, by=own_link(person), at=NOON)


def test_an_organisation_promises_through_its_staff(worker):
    branch = BranchFactory()
    pledge = actions.make_pledge(**PROMISE, organisation=branch, by=worker, at=NOON)

    assert (pledge.community, pledge.person, pledge.state) == (COMMUNITY, None, "made")
    entry = Entry.objects.get(subject=pledge.subject)
    assert (branch.name in entry.public, "楼道" in entry.public) == (True, False)
    assert open_sealed([entry])[entry.pk]["text"] == "每周六清一次楼道"


def test_a_person_promises_for_themselves_with_their_post_behind_it():
    post = held()
    pledge = _own(post.holder, post=post)

    assert (pledge.organisation, pledge.community) == (post.organisation, COMMUNITY)
    entry = Entry.objects.get(subject=pledge.subject)
    assert (entry.facts["personal"], COMMUNITY in entry.public) == (True, False)


def test_without_a_post_the_branch_or_team_stands_behind_it():
    branch = BranchFactory()
    household = OrganisationFactory(kind=OrganisationKind.MEMBER_HOUSEHOLD, place=GRID, parent=branch)
    member, mate = HelperFactory(), HelperFactory(team=BranchFactory(kind=OrganisationKind.VOLUNTEER_TEAM))
    Member.objects.create(volunteer=member, branch=household)

    assert (_own(member).organisation, _own(mate).organisation) == (branch, mate.team)


def test_somebody_without_any_is_told_what_to_do_first():
    with pytest.raises(Refused) as refused:
        _own(HelperFactory())
    assert refused.value.code == "organisation"


def test_a_pledge_of_nobody_is_refused(worker):
    with pytest.raises(Refused) as refused:
        actions.make_pledge(**PROMISE, by=worker, at=NOON)
    assert refused.value.code == "organisation"


def test_nobody_promises_for_another(worker):
    post = held()

    for by in (worker, own_link(HelperFactory())):
        with pytest.raises(Refused) as refused:
            actions.make_pledge(**PROMISE, person=post.holder, post=post, by=by, at=NOON)
        assert refused.value.code == "not_yours"


def test_who_left_promises_nothing():
    person = HelperFactory(team=BranchFactory(kind=OrganisationKind.VOLUNTEER_TEAM))
    person.left_at = NOON

    with pytest.raises(Refused) as refused:
        _own(person)
    assert refused.value.code == "left"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "打13812341234找我"),
        ("text", "好"),
        ("scope", "x" * 121),
        ("due_on", DAY),
    ],
)
def test_a_pledge_that_cannot_stand_in_public_names_its_field(field, value):
    post = held()

    with pytest.raises(Refused) as refused:
        _own(post.holder, post=post, **{field: value})
    assert refused.value.code == field


def test_a_person_names_only_a_post_of_their_own():
    with pytest.raises(Refused) as refused:
        _own(HelperFactory(), post=held())
    assert refused.value.code == "post"


def test_an_organisation_names_only_a_post_of_its_own(worker):
    with pytest.raises(Refused) as refused:
        actions.make_pledge(**PROMISE, organisation=BranchFactory(), post=PostFactory(), by=worker, at=NOON)
    assert refused.value.code == "post"


def test_the_same_words_are_not_promised_twice(worker):
    branch = BranchFactory()
    actions.make_pledge(**PROMISE, organisation=branch, by=worker, at=NOON)

    with pytest.raises(Refused) as refused:
        actions.make_pledge(**PROMISE, organisation=branch, by=worker, at=LATER)
    assert refused.value.code == "text"


def test_an_organisation_from_elsewhere_does_not_promise_here(worker):
    with pytest.raises(Refused) as refused:
        actions.make_pledge(
            **PROMISE, organisation=BranchFactory(place="231282999002"), community=COMMUNITY, by=worker, at=NOON
        )  # fmt: skip
    assert refused.value.code == "organisation"


def test_a_kept_pledge_has_its_evidence(worker):
    pledge = PledgeFactory()
    actions.settle_pledge(pledge, by=worker, at=LATER, state="kept", evidence="已清12次，有照片在社区")

    assert Pledge.objects.values_list("state", "evidence", "settled_on").get() == (
        "kept",
        "已清12次，有照片在社区",
        DAY + timedelta(days=1),
    )
    entry = Entry.objects.get(subject=pledge.subject)
    assert (entry.verb, entry.facts["state"], '"outcome":"kept"' in entry.public) == ("settle", "kept", True)


@pytest.mark.parametrize(
    ("state", "days", "evidence", "reason", "code"),
    [
        ("kept", 1, "", "", "evidence"),
        ("kept", 38, "做到了，有记录", "", "state"),
        ("late", 30, "做到了，有记录", "下雪耽误", "state"),
        ("late", 31, "", "下雪耽误", "evidence"),
        ("late", 31, "做到了，有记录", "", "reason"),
        ("not_kept", 5, "", "", "reason"),
        ("made", 5, "", "", "state"),
        ("perhaps", 5, "", "", "state"),
        ("kept", 1, "打13812341234核实", "", "evidence"),
    ],
)
def test_a_result_without_its_words_or_out_of_its_time_names_the_field(
    state, days, evidence, reason, code, worker
):
    with pytest.raises(Refused) as refused:
        actions.settle_pledge(
            PledgeFactory(), by=worker, at=NOON + timedelta(days=days), state=state, evidence=evidence, reason=reason
        )  # fmt: skip
    assert refused.value.code == code


@pytest.mark.parametrize(("state", "days"), [("kept", 37), ("late", 31), ("not_kept", 5)])
def test_what_became_of_it_may_be_any_of_three(state, days, worker):
    pledge = actions.settle_pledge(
        PledgeFactory(), by=worker, at=NOON + timedelta(days=days), state=state, evidence="清了十次", reason="下雪耽误了"
    )  # fmt: skip

    assert pledge.state == state


def test_a_pledge_is_settled_once(worker):
    pledge = PledgeFactory()
    stale = Pledge.objects.get()
    told = {"by": worker, "at": LATER, "state": "not_kept", "reason": "搬家了"}
    actions.settle_pledge(pledge, **told)

    with pytest.raises(Refused) as refused:
        actions.settle_pledge(pledge, **told)
    assert refused.value.code == "settled"
    with pytest.raises(Overtaken), transaction.atomic():
        actions.settle_pledge(stale, **told)


def test_a_persons_pledge_is_settled_by_them_or_on_their_word(worker):
    post = held()
    pledge, other = _own(post.holder, post=post), _own(post.holder, post=post, text="帮邻居取快递")
    told = {"at": LATER, "state": "not_kept", "reason": "生病了"}

    with pytest.raises(Refused) as refused:
        actions.settle_pledge(pledge, by=own_link(HelperFactory()), **told)
    actions.settle_pledge(pledge, by=own_link(post.holder), **told)
    actions.settle_pledge(other, by=worker, **told)

    settled = Entry.objects.filter(verb="settle").order_by("pk")
    assert (refused.value.code, [entry.facts["on_word"] for entry in settled]) == ("not_yours", [False, True])
    assert [COMMUNITY in entry.public for entry in settled] == [False, False]


def test_a_resident_says_how_a_service_was_and_the_record_keeps_the_words_sealed():
    post = held()
    said = actions.comment(by=RESIDENT, at=NOON, helpful="yes", text="楼道干净了", post=post)

    assert (said.text, said.released_on, said.about) == ("楼道干净了", None, post.subject)
    entry = Entry.objects.get(subject=said.subject)
    assert (entry.facts, "干净" in entry.public) == ({"about": post.subject, "helpful": "yes"}, False)


def test_numbers_and_the_name_of_whoever_serves_are_hidden():
    post = held(person=HelperFactory(display_name="老周"))
    pledge = _own(post.holder, post=post)

    on_post = actions.comment(by=RESIDENT, at=NOON, helpful="no", text="老周没来，打13812341234", post=post)
    on_pledge = actions.comment(by=RESIDENT, at=NOON, helpful="no", text="老周没来", pledge=pledge)
    assert (on_post.text, on_pledge.text) == ("＊＊＊没来，打＊＊＊", "＊＊＊没来")


def test_flats_and_names_with_a_title_are_hidden_in_a_residents_words():
    said = actions.comment(
        by=RESIDENT, at=NOON, helpful="no", text="王大娘家2单元501室没人来", post=PostFactory()
    )

    assert said.text == "＊＊＊家2单元＊＊＊室没人来"


def test_words_may_be_left_out_and_nobody_need_serve():
    assert actions.comment(by=RESIDENT, at=NOON, helpful="partly", post=PostFactory()).text == ""


@pytest.mark.parametrize(("helpful", "text", "code"), [("great", "", "helpful"), ("yes", "好" * 201, "text")])
def test_a_comment_that_cannot_be_kept_names_its_field(helpful, text, code):
    with pytest.raises(Refused) as refused:
        actions.comment(by=RESIDENT, at=NOON, helpful=helpful, text=text, post=PostFactory())
    assert refused.value.code == code


def test_neither_staff_nor_those_who_serve_comment(worker):
    post = held()

    for by in (worker, own_link(post.holder)):
        with pytest.raises(Refused):
            actions.comment(by=by, at=NOON, helpful="yes", post=post)
    assert Comment.objects.count() == 0


def test_a_comment_is_on_one_thing():
    with pytest.raises(ValueError, match="one"):
        actions.comment(by=RESIDENT, at=NOON, helpful="yes")


def test_the_same_form_counts_once():
    told = {"by": RESIDENT, "at": NOON, "helpful": "yes", "post": PostFactory(), "form_key": "k"}

    assert actions.comment(**told) == actions.comment(**told)
    assert Comment.objects.count() == 1


def test_the_same_form_in_the_same_moment_counts_once(monkeypatch):
    told = {"by": RESIDENT, "at": NOON, "helpful": "yes", "post": PostFactory(), "form_key": "k"}
    first = actions.comment(**told)
    answers = iter([None, first, None, None])  # what the second request read before and after it wrote
    monkeypatch.setattr(actions, "with_form_key", lambda rows, key: next(answers))

    assert actions.comment(**told) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.comment(**told)


def test_the_community_shows_a_residents_words(secretary):
    said = CommentFactory()
    actions.release_comment(said, by=secretary, at=LATER)

    assert Comment.objects.values_list("released_on", "text").get() == (DAY + timedelta(days=1), "楼道干净了")
    with pytest.raises(Refused) as refused:
        actions.set_comment_aside(said, by=secretary, at=LATER)
    assert refused.value.code == "decided"


def test_words_that_are_older_than_the_detector_are_looked_at_again_before_they_are_shown(secretary):
    actions.release_comment(CommentFactory(text="李大娘很满意"), by=secretary, at=LATER)

    assert Comment.objects.get().text == "＊＊＊很满意"


def test_words_set_aside_are_forgotten_and_the_answer_counts(secretary):
    said = CommentFactory(post=None, pledge=PledgeFactory())
    actions.set_comment_aside(said, by=secretary, at=LATER)

    assert Comment.objects.values_list("helpful", "text", "released_on").get() == ("yes", "", None)
    with pytest.raises(Refused):
        actions.release_comment(said, by=secretary, at=LATER)


def test_the_group_it_is_about_does_not_decide_on_words():
    post = PostFactory()
    leader = officer_actor(OfficerFactory(organisation=post.organisation, role=Role.GROUP_LEADER))

    with pytest.raises(Refused):
        actions.release_comment(CommentFactory(post=post), by=leader, at=LATER)


def test_a_comment_set_aside_cannot_keep_its_words():
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentFactory(set_aside_on=DAY)


def test_a_comment_is_on_a_post_or_a_pledge_and_never_on_both():
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentFactory(pledge=PledgeFactory())


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "kept", "settled_on": None, "evidence": "x"},
        {"state": "kept", "settled_on": DAY, "evidence": ""},
        {"state": "late", "settled_on": DAY, "evidence": "x", "reason": ""},
        {"community": "231282"},
    ],
)
def test_the_table_holds_what_a_pledge_must_be(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeFactory(**broken)


@pytest.mark.parametrize(
    "broken", [{"held_since": DAY}, {"closed_on": DAY, "held": True}, {"place": "231282"}]
)
def test_the_table_holds_what_a_post_must_be(broken):
    person = HelperFactory() if broken.pop("held", False) else None
    since = {"held_since": DAY} if person else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(holder=person, **{**since, **broken})
    assert Post.objects.count() == 0

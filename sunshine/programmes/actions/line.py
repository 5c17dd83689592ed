"""Characters and brands of communities, and the reviews that lead a brand to its next stage."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sunshine.matters.rules.public_words import WITHOUT_NAMES, check_public
from sunshine.people.models import Organisation
from sunshine.programmes import rules
from sunshine.programmes.actions.step import public_part
from sunshine.programmes.models import Brand, CommunityCharacter, StageReview
from sunshine.programmes.queries.quarters import recorded_quarters
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor

NAME_MOST, WORDS_MOST = 40, 300


@transaction.atomic
def set_character(
    *, community: str, character: str, main: bool, owner: Organisation, by: Actor, at: datetime
) -> CommunityCharacter:
    """Give a community a character, as its main or a further one, carried by its general branch or committee.

    Raises Refused for a second main character, for one it has already and for an owner that is not of the community.
    """
    on = timezone.localtime(at).date()
    rules.check_community(community, by, on=on)
    rules.check_owner(owner, community, on=on)
    rules.check_character(community, character, main=main)
    row = CommunityCharacter(
        community=community, character_id=character, main=main, owner=owner, valid_from=on
    )
    facts = {"community": community, "character": character, "main": main, "owner": owner.pk}
    return add_row(row, "set", by=by, at=at, public=public_part(community, owner), facts=facts)


@transaction.atomic
def end_character(
    row: CommunityCharacter, *, by: Actor, at: datetime, seen: int | None = None
) -> CommunityCharacter:
    """End a character of a community; it stays in its history."""
    on = timezone.localtime(at).date()
    rules.check_community(row.community, by, on=on)
    rules.check_standing(row)
    return change_row(
        row, "end", by=by, at=at, seen=seen, changes={"valid_to": on}, public=public_part(row.community, row.owner),
        facts={"community": row.community, "character": row.character_id},
    )  # fmt: skip


@transaction.atomic
def set_brand(
    *, place: str, name: str, owner: Organisation, by: Actor, at: datetime, name_en: str = "", words: str = "",
    outcome: str = "", seen: int | None = None,
) -> Brand:  # fmt: skip
    """Name the brand of a community, street or county, or put its words right; a new one begins as a feature.

    `outcome` is what it achieved, for everybody to read. Raises Refused when the place or the owner does not fit.
    """
    on = timezone.localtime(at).date()
    rules.check_keeper(place, by, on=on)
    rules.check_owner(owner, place, on=on)
    values = {
        "name": check_public(name, most=NAME_MOST, what="name", kinds=WITHOUT_NAMES),
        "name_en": check_public(name_en, least=0, most=2 * NAME_MOST, what="name_en", kinds=WITHOUT_NAMES),
        "words": check_public(words, least=0, most=WORDS_MOST, what="words"),
        "outcome": check_public(outcome, least=0, what="outcome"),
    }
    brand = Brand.objects.filter(place=place, valid_to__isnull=True).first()
    facts = {"place": place, "owner": owner.pk}
    if brand is not None:
        rules.check_outcome(brand, values["outcome"])
        return change_row(
            brand, "change", by=by, at=at, seen=seen, changes={**values, "owner": owner}, public=public_part(place, owner),
            facts=facts, sealed=values,
        )  # fmt: skip
    rules.check_brand(place)
    brand = Brand(place=place, owner=owner, valid_from=on, **values)
    return add_row(brand, "set", by=by, at=at, public=public_part(place, owner), facts=facts, sealed=values)


@transaction.atomic
def end_brand(brand: Brand, *, by: Actor, at: datetime, seen: int | None = None) -> Brand:
    """End a brand; it stays in the history of its place, with its reviews."""
    on = timezone.localtime(at).date()
    rules.check_keeper(brand.place, by, on=on)
    rules.check_standing(brand)
    return change_row(
        brand, "end", by=by, at=at, seen=seen, changes={"valid_to": on}, public=public_part(brand.place, brand.owner),
        facts={"place": brand.place},
    )  # fmt: skip


@transaction.atomic
def review_stage(
    brand: Brand, *, to: str, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> StageReview:
    """Lead a brand to its next stage, with date, reason and the organisation that looked.

    Raises Refused for a skipped stage, for a reviewer of the brand's own organisation, and for a showcase that
    has not told what it achieved.
    """
    on = timezone.localtime(at).date()
    organisation = rules.check_review(brand, to, by, on=on)
    why = check_public(reason, least=4, what="reason")
    came_from, quarters = brand.stage, recorded_quarters(brand.place, brand.valid_from, at)
    change_row(
        brand, "review", by=by, at=at, seen=seen, changes={"stage": to}, sealed={"reason": why},
        public={**public_part(brand.place, brand.owner), "state": to},
        facts={"place": brand.place, "came_from": came_from, "went_to": to, "quarters": quarters},
    )  # fmt: skip
    return StageReview.objects.create(
        brand=brand, came_from=came_from, went_to=to, reviewed_on=on, reason=why, quarters=quarters,
        organisation_id=organisation, officer=by.officer,
    )  # fmt: skip

"""The room's rule tables: words of the characters, versions of definitions, which kinds count under a topic."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Category
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.matters.rules.public_words import check_public, check_public_values
from sunshine.people.rules import check
from sunshine.programmes.models import Character, Counted, IndicatorDefinition
from sunshine.programmes.queries.indicators import MEASURES
from sunshine.record.rows import OVERTAKEN, add_row, change_row, end_row, enter_step
from sunshine.record.states import Actor
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.tables.states import SHIPPED

WORDS_MOST = {"words": 300, "words_en": 400}
DEFINED = ("zh", "en", "unit", "numerator", "numerator_en", "denominator", "denominator_en", "key", "source")
"""What a new version may say otherwise."""
_READ = ("zh", "en", "numerator", "numerator_en", "denominator", "denominator_en", "source")
"""What everybody reads of it."""


@transaction.atomic
def set_words(
    character: Character, *, words: str, words_en: str, by: Actor, at: datetime, seen: int | None = None
) -> Character:
    """Put our own wording of a character right; the paper's goals stay as they are printed."""
    check(by, "tables", on=timezone.localtime(at).date())
    changes = {
        "words": check_public(words, most=WORDS_MOST["words"], what="words"),
        "words_en": check_public(words_en, most=WORDS_MOST["words_en"], what="words_en"),
    }
    return change_row(character, by=by, at=at, seen=seen, changes=changes, sealed=changes)


@transaction.atomic
def define(
    definition: IndicatorDefinition, *, values: dict[str, Any], valid_from: date, by: Actor, at: datetime
) -> IndicatorDefinition:
    """Write a new version of a definition, in force from a day on; the old one is kept and ends there.

    `values` are fields of DEFINED. Raises Refused for a version that is over, a day before it began, an
    unknown computation, or words that lead to a person; Overtaken when somebody wrote one a moment ago.
    """
    check(by, "tables", on=timezone.localtime(at).date())
    if definition.valid_to is not None:
        raise Refused(_("This version is not in force any more. Change the newest one."), code="ended")
    if valid_from <= definition.valid_from:
        raise Refused(_("A new version begins after the one before it."), code="valid_from")
    check_public_values(values, _READ)
    if values.get("key", definition.key) not in {"", *MEASURES}:
        raise Refused(_("There is no computation of this name."), code="key")
    kept = {name: getattr(definition, name) for name in DEFINED}
    try:
        with transaction.atomic():
            IndicatorDefinition.objects.filter(pk=definition.pk).update(valid_to=valid_from)
            made = IndicatorDefinition.objects.create(
                **{**kept, **values}, code=definition.code, character_id=definition.character_id,
                order=definition.order, version=definition.version + 1, valid_from=valid_from,
            )  # fmt: skip
            facts = {"version": made.version, "valid_from": valid_from.isoformat(), "key": made.key}
            enter_step(made.subject, "define", step=made.version, by=by, at=at, facts=facts)
    except IntegrityError:  # two in the same moment: one version of that number
        raise Overtaken(OVERTAKEN) from None
    return made


@transaction.atomic
def count(*, topic: str, category: str, source: str = "", by: Actor, at: datetime) -> Counted:
    """Let a kind of matter count under a topic from now on, for all periods shown."""
    check(by, "tables", on=timezone.localtime(at).date())
    if not Category.objects.filter(code=category, restricted=False).exists():
        raise Refused(_("Please choose one of the listed kinds of matter."), code="category")
    try:
        with transaction.atomic():
            line = Counted(topic=topic, category_id=category, source=source)
            return add_row(line, by=by, at=at, facts={"topic": topic, "category": category})
    except IntegrityError:
        raise Refused(_("This kind counts under this topic already."), code="category") from None


@transaction.atomic
def uncount(line: Counted, *, by: Actor, at: datetime) -> None:
    """Take a kind of matter out of a topic."""
    check(by, "tables", on=timezone.localtime(at).date())
    end_row(line, by=by, at=at, facts={"topic": line.topic, "category": line.category_id})


@transaction.atomic
def load_line(*, by: Actor, at: datetime) -> int:
    """Bring the shipped characters, definitions and topics where there are none; returns how many rows are new."""
    said = read_shipped("sunshine.programmes", "characters")
    characters = missing_rows(Character, said["character"], lambda row, place: {**row, "order": place + 1})
    definitions = missing_rows(
        IndicatorDefinition, read_shipped("sunshine.programmes", "indicators")["indicator"], _definition
    )
    counted = [] if Counted.objects.exists() else _topics(said["counted"])
    facts = {
        "new": len(characters) + len(definitions),
        "counted": [[line.topic, line.category_id] for line in counted],
    }
    return load_table("line", characters, definitions, counted, by=by, at=at, facts=facts, hidden=False)


def _definition(row: Mapping[str, Any], place: int) -> dict[str, Any]:
    said = {name: value for name, value in row.items() if name != "character"}
    return said | {"character_id": row["character"], "order": place + 1}


def _topics(topics: dict[str, list[str]]) -> list[Counted]:
    """The shipped kinds as far as the county's catalogue has them."""
    known = set(Category.objects.filter(restricted=False).values_list("code", flat=True))
    rows = [
        {"topic": topic, "category_id": code, "source": SHIPPED}
        for topic, codes in topics.items()
        for code in codes
        if code in known
    ]
    return missing_rows(Counted, rows, lambda row, _place: row, key=("topic", "category_id"))

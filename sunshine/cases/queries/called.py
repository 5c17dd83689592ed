"""Who was called in to a request, what they said, and who is late."""

from dataclasses import dataclass
from datetime import datetime

from sunshine.cases.models import Case, Part, Whistle
from sunshine.people.queries import directory


@dataclass(frozen=True, slots=True)
class CalledIn:
    """One organisation that was called in: its part, and whether it let its deadline pass."""

    part: Part
    late: bool

    @property
    def fell_away(self) -> bool:
        """Whether the matter moved on before this part was answered."""
        return self.part.answered_at is not None and not self.part.answer


def called_in(case: Case, *, at: datetime) -> list[CalledIn]:
    """All that were called in, the latest first."""
    rows = sorted(case.parts.all(), key=lambda part: (-part.step, part.organisation_id))
    return [CalledIn(part, _late(part, at)) for part in rows]


def last_whistle(rows: list[CalledIn]) -> Whistle | None:
    """The whistle that was blown last, of what `called_in` found."""
    return next((row.part.whistle for row in rows if row.part.whistle is not None), None)


def quote_answers(case: Case) -> tuple[str, list[str]]:
    """What the called organisations answered, each by its name, for the lead to quote; and who has not answered."""
    rows = sorted(case.parts.all(), key=lambda part: (part.at, part.pk))
    names = {pk: row.name for pk, row in directory().organisations.items()} if rows else {}
    said = "\n".join(f"{names[part.organisation_id]}：{part.answer}" for part in rows if part.answer)
    return said, [names[part.organisation_id] for part in rows if part.answered_at is None]


def _late(part: Part, at: datetime) -> bool:
    return (part.reported_at or part.answered_at or at) > part.due_at

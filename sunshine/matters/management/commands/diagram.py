"""Draw the table of moves of each kind of matter as a diagram for the handbook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from sunshine.matters.models import Matter
from sunshine.matters.queries.kinds import kinds_of_matters

LAST = "closed"
TARGET = "docs/handbook/states.md"


def diagram() -> str:
    """Return the handbook page: for each kind of matter one Mermaid state diagram and one table, made from its moves alone."""
    with override("en"):
        lives = ["\n".join(_life(kind)) for kind in kinds_of_matters()]
    return "\n\n".join(lives) + "\n"


def _life(kind: type[Matter]) -> Iterator[str]:
    moves = kind.moves
    yield from (f"# The life of a {kind.called}", "")
    yield from ("Generated from the table of moves by `sunshine manage diagram`; do not edit.", "")
    yield from ("```mermaid", "stateDiagram-v2")
    for verb, move in moves.items():
        if not move.frm:
            yield f"    [*] --> {move.to}: {verb}"
        yield from (f"    {state} --> {move.to or state}: {verb}" for state in sorted(move.frm))
    yield from (f"    {LAST} --> [*]", "```", "")
    yield from ("| step | from | to | in the timeline |", "|---|---|---|---|")
    for verb, move in moves.items():
        yield f"| {verb} | {', '.join(sorted(move.frm)) or '—'} | {move.to or '(stays)'} | {kind.step_words[verb]} |"


class Command(BaseCommand):
    help = "Write the diagrams of the states of all kinds of matters into the handbook."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / TARGET
        if options["check"]:
            current = page.is_file() and page.read_text(encoding="utf-8") == diagram()
            self.stdout.write("up to date" if current else "out of date")
            return
        page.write_text(diagram(), encoding="utf-8")
        self.stdout.write(TARGET)

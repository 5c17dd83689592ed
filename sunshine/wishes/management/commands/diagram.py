"""Draw the tables of moves of requests and wishes as diagrams for the handbook."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from sunshine.cases.states import MOVES, STEP_WORDS, State
from sunshine.matters.states import Move
from sunshine.wishes.states import WISH_MOVES, WISH_STEP_WORDS, WishState

TARGET = "docs/handbook/states.md"


def diagram() -> str:
    """The handbook page: for each kind of matter one Mermaid state diagram and one table, made from its moves alone."""
    with override("en"):
        lines = [
            *_life("# The life of a request", MOVES, STEP_WORDS, State.CLOSED),
            "",
            *_life("# The life of a wish", WISH_MOVES, WISH_STEP_WORDS, WishState.CLOSED),
        ]
    return "\n".join(lines) + "\n"


def _life(title: str, moves: Mapping[str, Move], words: Mapping[str, Any], last: str) -> Iterator[str]:
    yield from (title, "", "Generated from the table of moves by `sunshine manage diagram`; do not edit.", "")
    yield from ("```mermaid", "stateDiagram-v2")
    for verb, move in moves.items():
        if not move.frm:
            yield f"    [*] --> {move.to}: {verb}"
        yield from (f"    {state} --> {move.to or state}: {verb}" for state in sorted(move.frm))
    yield from (f"    {last} --> [*]", "```", "")
    yield from ("| step | from | to | in the timeline |", "|---|---|---|---|")
    for verb, move in moves.items():
        yield f"| {verb} | {', '.join(sorted(move.frm)) or '—'} | {move.to or '(stays)'} | {words[verb]} |"


class Command(BaseCommand):
    help = "Write the diagrams of the states of requests and wishes into the handbook."

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

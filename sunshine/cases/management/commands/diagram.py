"""Draw the table of moves as a diagram for the handbook."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from sunshine.cases.states import MOVES, STEP_WORDS, State

TARGET = "docs/handbook/states.md"


def diagram() -> str:
    """The handbook page: one Mermaid state diagram and one table, made from MOVES alone."""
    with override("en"):
        lines = [
            "# The life of a request",
            "",
            "Generated from the table of moves by `sunshine manage diagram`; do not edit.",
            "",
        ]
        lines += ["```mermaid", "stateDiagram-v2", "    [*] --> received: receive"]
        for verb, move in MOVES.items():
            for state in sorted(move.frm):
                lines.append(f"    {state} --> {move.to or state}: {verb}")
        lines += [
            f"    {State.CLOSED} --> [*]",
            "```",
            "",
            "| step | from | to | in the timeline |",
            "|---|---|---|---|",
        ]
        for verb, move in MOVES.items():
            frm = ", ".join(sorted(move.frm)) or "—"
            lines.append(f"| {verb} | {frm} | {move.to or '(stays)'} | {STEP_WORDS[verb]} |")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Write the diagram of a request's states into the handbook."

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

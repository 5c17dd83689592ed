"""What is kept of a version: its backup, its entries, its pages as text, and rows of its rule tables."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sunshine.people.models import Officer
from sunshine.record.models import Entry
from tests.upgrade.visitor import Visitor

HERE = Path(__file__).parent
AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
"""Noon of a Monday: when the pages were read."""
TOLD = (
    "subject", "step", "verb", "at", "actor_kind", "actor", "organisation", "came_from", "went_to", "public", "facts",
    "commitment", "key",
)  # fmt: skip
"""What is compared of an entry: all but its id, which is the database's."""
READ = "== "
"""Begins the line of an address in a file of pages."""


@dataclass(frozen=True)
class Kept:
    """The folder of a version."""

    folder: Path

    @property
    def backup(self) -> Path:
        """The backup with its keys."""
        return self.folder / "town.tar.xz"

    def entries(self) -> list[dict[str, Any]]:
        """The entries as they were."""
        lines = (self.folder / "entries.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def rows(self) -> list[dict[str, str]]:
        """Rows of rule tables: in which table, what had become of it, where it is changed."""
        return json.loads((self.folder / "rows.json").read_text(encoding="utf-8"))

    def visitors(self) -> list[str]:
        """Whose pages are kept."""
        return sorted(path.stem for path in (self.folder / "pages").glob("*.txt"))

    def pages(self, visitor: str) -> dict[str, str]:
        """What a visitor saw, by address, in the order of the visit."""
        text = (self.folder / "pages" / f"{visitor}.txt").read_text(encoding="utf-8")
        parts = f"\n{text}".split(f"\n{READ}")[1:]
        return {
            address: words.strip("\n") for address, _line, words in (part.partition("\n") for part in parts)
        }

    def write_pages(self, visitor: str, pages: dict[str, str]) -> None:
        """Keep what a visitor sees."""
        (self.folder / "pages").mkdir(exist_ok=True)
        text = "".join(f"{READ}{address}\n{words}\n\n" for address, words in pages.items())
        (self.folder / "pages" / f"{visitor}.txt").write_text(text, encoding="utf-8")

    def write_entries(self) -> None:
        """Keep the entries that stand in the database."""
        lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries())
        (self.folder / "entries.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def write_rows(self, rows: Iterable[dict[str, str]]) -> None:
        """Keep where rows of rule tables are changed."""
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (self.folder / "rows.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def versions() -> list[Kept]:
    """The versions that are kept, oldest first."""
    return [Kept(path.parent) for path in sorted(HERE.glob("*/town.tar.xz"))]


def entries() -> Iterator[dict[str, Any]]:
    """The entries of the database, in the order of their subjects and steps, as they are kept."""
    for row in Entry.objects.order_by("subject", "step").values(*TOLD):
        yield {**row, "at": row["at"].astimezone(UTC).isoformat()}


def visitor(name: str) -> Visitor:
    """Whoever the name of a file of pages stands for: a resident, in which language, or an officer."""
    if name.startswith("resident"):
        return Visitor(language=name.partition("-")[2] or "zh-hans")
    return Visitor(officer=Officer.objects.get(username=name))

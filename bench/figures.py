"""A figure beside its limit; what one program measured, another puts into the table."""

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the table. `limit` says both bound and direction, such as "≥ 0.25" or "≤ 1.3"."""

    what: str
    value: float
    limit: str
    how: str = ""

    @property
    def holds(self) -> bool:
        """Whether the value keeps within its limit; a figure without limit always does."""
        if not self.limit:
            return True
        sign, bound = self.limit.split()
        return self.value >= float(bound) if sign == "≥" else self.value <= float(bound)

    def line(self) -> str:
        """The figure in words."""
        verdict = ("ok" if self.holds else "MISSED") if self.limit else ""
        return f"{self.what:<46} {self.value:>8.3g}  {self.limit:>8}  {verdict:<6}  {self.how}"


_TOLD: list[Figure] = []


def tell(*figures: Figure) -> None:
    """Print figures, and keep them for the table if `python -m bench` asked for that."""
    _TOLD.extend(figures)
    for figure in figures:
        print(figure.line(), flush=True)
    if kept := os.environ.get("BENCH_FIGURES"):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(figure)) + "\n" for figure in figures)


def exit_code() -> int:
    """Return 1 if a figure that this program told missed its limit."""
    return 0 if all(figure.holds for figure in _TOLD) else 1


def kept(path: Path) -> list[Figure]:
    """The figures that programs told into this file."""
    if not path.exists():
        return []
    return [Figure(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)

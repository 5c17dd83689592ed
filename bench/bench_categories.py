"""Category suggestions on 494 labelled messages (subject and text), by a mapping of our codes to their seven labels.

The messages are not part of this repository: SUNSHINE_SHARED_DATA names the folder that holds messages/, by default
shared/data beside the checkout. Keywords are general knowledge, nothing is trained on these rows.
"""

import os
import sys
import tomllib
from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from bench.figures import Figure, exit_code, tell  # noqa: E402
from bench.ground import ground  # noqa: E402
from sunshine.cases.queries.catalogue import catalogue  # noqa: E402

DATA = Path(os.environ.get("SUNSHINE_SHARED_DATA") or HERE.parents[1] / "shared" / "data")
FILE = DATA / "messages" / "labelled-494.xlsx"


def rows() -> list[tuple[str, str]]:
    """Subject and text, and the label."""
    table = CalamineWorkbook.from_path(str(FILE)).get_sheet_by_index(0).to_python()
    return [(f"{row[2]} {row[4]}", str(row[5])) for row in table[1:]]


def label(code: str, labels: dict[str, str]) -> str:
    """The label of one of our codes, "" where there is none."""
    return labels.get(code) or labels.get(code[:2], "")


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    """The mean of the labels' F1, from (said, true)."""
    right = Counter(true for said, true in pairs if said == true)
    claimed, there = Counter(said for said, _ in pairs), Counter(true for _, true in pairs)
    return sum(2 * right[name] / (claimed[name] + there[name]) for name in there) / len(there)


def main() -> int:
    """Ask for every message; without the data say so and go on."""
    if not FILE.exists():
        print(f"skipped: there is no {FILE} (set SUNSHINE_SHARED_DATA)")
        return 0
    labels = tomllib.loads((HERE / "labels-7.toml").read_text(encoding="utf-8"))["label"]
    with ground() as place:
        book, on = catalogue(), place.today
        pairs, sure = [], []
        for text, true in rows():
            first = book.suggest(text, on, limit=1)
            pairs.append((label(first[0].code, labels) if first else "", true))
            if (clear := book.find_sure(text, on)) is not None:
                sure.append((label(clear.code, labels), true))
    right = sum(said == true for said, true in pairs)
    clearly = sum(said == true for said, true in sure)
    tell(
        Figure(
            "categories: first suggestion right", right / len(pairs), "", f"{right} of {len(pairs)} messages"
        ),
        Figure(
            "categories: messages with a suggestion", sum(1 for said, _ in pairs if said) / len(pairs), ""
        ),
        Figure("categories: macro F1 over seven labels", macro_f1(pairs), "", "a trained SVM reaches 0.93"),
        Figure(
            "categories: right where sure", clearly / len(sure), "", f"{len(sure)} taken without a dispatcher"
        ),
    )
    misses = Counter((true, said or "—") for said, true in pairs if said != true)
    print(
        "most frequent misses:", ", ".join(f"{true}→{said} {n}" for (true, said), n in misses.most_common(8))
    )
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())

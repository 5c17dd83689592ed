"""All ugly files, and the page of the documentation that lists them: python -m tests.cases.sheets.ugly.listed"""

from pathlib import Path

from tests.cases.sheets.ugly.books import BOOKS
from tests.cases.sheets.ugly.said import Ugly
from tests.cases.sheets.ugly.texts import TEXTS
from tests.cases.sheets.ugly.whole import WHOLE

ALL = [*BOOKS, *TEXTS, *WHOLE]
PAGE = Path(__file__).resolve().parents[4] / "docs" / "developer" / "ugly-files.md"
TOP = """# Ugly files

Ledgers as offices keep them, made by `tests/cases/sheets/ugly`: every row that a person sees in one is taken as it stands there,
or comes back with its cause; a file that cannot be read comes back as a whole, with a sentence that says what to do.
`tests/cases/sheets/test_ugly.py` brings each in. This page is made by `python -m tests.cases.sheets.ugly.listed`.

| file | what is ugly about it | what becomes of it |
|---|---|---|
"""


def _outcome(ugly: Ugly) -> str:
    if ugly.refused:
        return f"comes back as a whole: `{ugly.refused}`"
    said = [
        f"{len(ugly.taken)} taken",
        ugly.there and f"{ugly.there} there already",
        ugly.remarked and f"{len(ugly.remarked)} with a remark",
        ugly.returned and f"{len(ugly.returned)} returned",
        ugly.unread and f"sheet {'、'.join(ugly.unread)} named as not read",
    ]
    return ", ".join(filter(None, said))


def page() -> str:
    """The page as it must stand in the documentation."""
    rows = (f"| `{ugly.file}` | {ugly.about} | {_outcome(ugly)} |\n" for ugly in ALL)
    return TOP + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

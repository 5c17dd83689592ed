"""The message catalogue: what is said in English in the code and what residents read in Chinese.

tools/messages.py add < file.json     {"English": "中文", …}; a plural's Chinese stands under its singular
tools/messages.py missing             what has no Chinese yet (exit 1 if anything)
tools/messages.py unused              what the catalogue still says although nobody asks (exit 1 if anything)
tools/messages.py tidy                gives Chinese its full-width punctuation (add does so by itself)
tools/messages.py compile             django.mo, without the gettext binary
"""

import fcntl
import io
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "sunshine"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "sunshine-grid",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "_n": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str, str, str]  # context, msgid, plural msgid


def wanted() -> dict[Key, str]:
    """Every text that code or a template asks for, with the place that asks first."""
    found: dict[Key, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            _extract(path, path.read_bytes(), found)
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        _extract(path, _templatized(path), found)
    return found


def _templatized(path: Path) -> bytes:
    """A template in the shape of Python, as Django's own makemessages reads it."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure()
        django.setup()
    from django.utils.translation import templatize

    shaped = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # A template's indentation means nothing, but Python's tokenizer would stumble over it.
    return "\n".join(line.lstrip() for line in shaped.split("\n")).encode()


def _extract(path: Path, source: bytes, found: dict[Key, str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = extract("python", io.BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for line, message, _comments, context in rows:
            singular, plural = message if isinstance(message, tuple) else (message, "")
            if singular:
                found.setdefault((context or "", singular, plural), f"{path.relative_to(ROOT)}:{line}")


def catalogue() -> "polib.POFile":
    """The Chinese catalogue as it stands; an empty one when there is none."""
    import polib  # not installed where the catalogue is only compiled

    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = dict(HEADER)
    return fresh


@contextmanager
def _alone() -> Iterator[None]:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with open("/tmp/sunshine-messages.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _save(catalogue_: "polib.POFile") -> None:
    catalogue_.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    partial = CATALOGUE.with_suffix(f".{os.getpid()}")
    catalogue_.save(str(partial))
    partial.replace(CATALOGUE)


HAN = r"[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011\u2018-\u201d]"
SIGNS = str.maketrans({",": "\uff0c", ";": "\uff1b", "?": "\uff1f", "!": "\uff01", ":": "\uff1a"})


def chinese_signs(text: str) -> str:
    """The text with full-width punctuation wherever it stands beside Chinese, as Chinese is written."""
    text = re.sub(rf"(?<!%)\((?={HAN})([^()<>]*)\)", "\uff08\\1\uff09", text)
    text = re.sub(rf"(?<={HAN})\(([^()<>]*)\)", "\uff08\\1\uff09", text)
    beside = rf"(?<={HAN})[,;?!:] ?|(?<=[\w%)}}>])[,;?!] ?(?={HAN})"
    return re.sub(beside, lambda found: found[0].strip().translate(SIGNS), text)


def add(texts: dict[str, str]) -> int:
    """Write Chinese texts into the catalogue, replacing what stood there; returns how many."""
    with _alone():
        asked = wanted()
        contexts: dict[str, set[tuple[str, str]]] = {}
        for context, singular, plural in asked:
            contexts.setdefault(singular, set()).add((context, plural))
        chinese = catalogue()
        for singular, translation in texts.items():
            for context, plural in contexts.get(singular, {("", "")}):
                _put(chinese, context, singular, plural, chinese_signs(translation))
        _save(chinese)
    return len(texts)


def tidy() -> int:
    """Give every Chinese text of the catalogue its full-width punctuation; returns how many changed."""
    with _alone():
        chinese, changed = catalogue(), 0
        for entry in chinese:
            before = (entry.msgstr, dict(entry.msgstr_plural))
            entry.msgstr = chinese_signs(entry.msgstr)
            entry.msgstr_plural = {
                number: chinese_signs(text) for number, text in entry.msgstr_plural.items()
            }
            changed += before != (entry.msgstr, dict(entry.msgstr_plural))
        _save(chinese)
    return changed


def _put(chinese: "polib.POFile", context: str, singular: str, plural: str, translation: str) -> None:
    import polib

    entry = chinese.find(singular, msgctxt=context or False)
    if entry is None:
        entry = polib.POEntry(msgid=singular, msgctxt=context or None)
        chinese.append(entry)
    marks = ("%(" in singular or "%s" in singular or "%d" in singular) and "python-format" not in entry.flags
    if marks:
        entry.flags.append("python-format")
    if plural or entry.msgid_plural:
        entry.msgid_plural = plural or entry.msgid_plural
        entry.msgstr, entry.msgstr_plural = "", {0: translation}
    else:
        entry.msgstr = translation


def translated() -> set[tuple[str, str]]:
    """Context and text of every entry that has its Chinese."""
    return {
        (entry.msgctxt or "", entry.msgid)
        for entry in catalogue()
        if entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values()))
    }


def plural_as_singular(asked: dict[Key, str]) -> list[Key]:
    """Texts asked for with a plural whose entry has none: Django would not find them."""
    plain = {(entry.msgctxt or "", entry.msgid) for entry in catalogue() if not entry.msgid_plural}
    return [key for key in asked if key[2] and key[:2] in plain]


def missing() -> list[tuple[str, str]]:
    """Texts without Chinese, each with a place that asks for it."""
    asked, have = wanted(), translated()
    broken = set(plural_as_singular(asked))
    return sorted((key[1], place) for key, place in asked.items() if key[:2] not in have or key in broken)


def unused() -> list[str]:
    """Texts in the catalogue that nobody asks for any more."""
    asked = {key[:2] for key in wanted()}
    return sorted(entry.msgid for entry in catalogue() if (entry.msgctxt or "", entry.msgid) not in asked)


def compile_catalogue() -> Path:
    """Write django.mo beside django.po, whole or not at all; returns its path."""
    target = CATALOGUE.with_suffix(".mo")
    if not CATALOGUE.exists():
        return target
    if target.exists() and target.stat().st_mtime_ns >= CATALOGUE.stat().st_mtime_ns:
        return target
    with CATALOGUE.open("rb") as source:
        read = read_po(source, locale="zh_Hans")
    partial = target.with_suffix(f".{os.getpid()}")
    with partial.open("wb") as file:
        write_mo(file, read)
    partial.replace(target)
    return target


def main(arguments: list[str]) -> int:
    """Run one of the five commands; returns the exit code."""
    match arguments:
        case ["add"]:
            print(f"{add(json.load(sys.stdin))} texts written")
            compile_catalogue()
        case ["missing"]:
            lacking = missing()
            for text, place in lacking:
                print(json.dumps(text, ensure_ascii=False), place, sep="\t")
            print(f"{len(lacking)} texts without Chinese", file=sys.stderr)
            return 1 if lacking else 0
        case ["unused"]:
            dead = unused()
            for text in dead:
                print(json.dumps(text, ensure_ascii=False))
            return 1 if dead else 0
        case ["tidy"]:
            print(f"{tidy()} texts tidied")
        case ["compile"]:
            print(compile_catalogue())
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

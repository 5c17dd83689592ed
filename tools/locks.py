"""Refuse a lock file that pip would not hold to, before pip is asked: `python tools/locks.py FILE…`.

Runs with the system's Python, before there is an environment.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

# A requirement of a lock: name, extras, exactly one version; then a marker or nothing.
PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*(\[[\w,. -]+\])? *== *[\w.!+-]+ *(;.*)?$")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?!\S)")
OPTION = re.compile(r"--hash=\S*")


def requirements(text: str) -> Iterator[tuple[int, str, bool]]:
    """Line number, words without their hashes, and whether there is a hash, of each requirement."""
    first, whole = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        said = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if not whole:
            first = number
        whole += said.removesuffix("\\").strip() + " "
        if not said.endswith("\\"):
            if whole.strip():
                yield first, OPTION.sub("", whole).strip(), HASH.search(whole) is not None
            whole = ""
    if whole.strip():
        yield first, OPTION.sub("", whole).strip(), HASH.search(whole) is not None


def lacking(words: str, hashed: bool) -> str:
    """What a requirement lacks, in words; nothing if it is whole."""
    if not PINNED.match(words):
        return "is not pinned to one version with =="
    return "" if hashed else "has no --hash=sha256"


def broken(path: Path) -> Iterator[str]:
    """A sentence for each requirement of the file that is not pinned or has no hash."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        yield f"{path} cannot be read; run `git checkout {path}`, or `make lock`."
        return
    found = list(requirements(text))
    if not found:
        yield f"{path} names no package; run `git checkout {path}`, or `make lock`."
    for number, words, hashed in found:
        if what := lacking(words, hashed):
            package = re.split(r"[\[=<>!~;@ ]", words, maxsplit=1)[0] or words
            yield f"{path}:{number}: {package} {what}; run `git checkout {path}`, or `make lock` after a change of its .in."


def main(arguments: list[str]) -> int:
    """Look at the files named; returns 1 and says the first fault of each if there is one."""
    faults = [next(broken(Path(argument)), "") for argument in arguments]
    for sentence in filter(None, faults):
        print(sentence, file=sys.stderr)
    return 1 if any(faults) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Duplicate suggestions on real messages by text alone, beside plain TF-IDF cosine in the same run.

Clustered are the messages of an issue that at least two votes agree on and that has a sibling; others are in no issue
at all, not even by one vote. A hit is a clustered message with a sibling among its five best that reach the threshold;
a false alarm is another message to which anything is suggested, though many of those do tell one matter that nobody
marked. The cosine is taken at the thresholds where it hits as often, and where it alarms as seldom, as ours.
In use nearness and a time window come before the text; here there is neither.
The messages are not part of this repository: SUNSHINE_SHARED_DATA names the folder that holds messages/, by default
shared/data beside the checkout.
"""

import csv
import os
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rjieba
from python_calamine import CalamineWorkbook
from sklearn.feature_extraction.text import TfidfVectorizer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from bench.figures import Figure, exit_code, tell  # noqa: E402
from sunshine.lib.likeness import likeness, rarity, read_words  # noqa: E402

DATA = Path(os.environ.get("SUNSHINE_SHARED_DATA") or HERE.parents[1] / "shared" / "data") / "messages"
FILE, VOTES = DATA / "hot-topics-half.xlsx", DATA / "hot-topics-votes-half.csv"
NUMBERS = HERE.parent / "sunshine" / "cases" / "data" / "handling.toml"
TOP = 5


@dataclass(frozen=True)
class Messages:
    """Texts, and for each its issue ("" when in none); `clustered` have a sibling, `others` are in no issue at all."""

    texts: list[str]
    issues: list[str]
    clustered: list[int]
    others: list[int]


@dataclass(frozen=True)
class Found:
    """Of each message its best five likenesses, whether each is a sibling's, and how it does at a threshold."""

    messages: Messages
    best: np.ndarray
    sibling: np.ndarray

    def hits(self, least: float) -> float:
        """The share of clustered messages with a sibling among the five."""
        rows = self.messages.clustered
        return float(np.mean(((self.best[rows] >= least) & self.sibling[rows]).any(axis=1)))

    def alarms(self, least: float) -> float:
        """Per hundred others, those with a suggestion."""
        return float(100 * np.mean(self.best[self.messages.others, 0] >= least))

    def thresholds(self) -> np.ndarray:
        """Every likeness there is, falling."""
        return np.unique(self.best)[::-1]


def messages() -> Messages:
    """The messages and their agreed issues."""
    rows = CalamineWorkbook.from_path(str(FILE)).get_sheet_by_index(0).to_python()[1:]
    with VOTES.open(encoding="utf-8-sig", newline="") as file:
        votes = list(csv.DictReader(file))
    agreed = {row["留言编号"]: row["issue"] for row in votes if int(row["votes"]) >= 2}
    claimed = {row["留言编号"] for row in votes}
    size = Counter(agreed.values())
    keys = [str(row[0]) for row in rows]
    issues = [agreed.get(key, "") for key in keys]
    return Messages(
        [f"{row[2]}\n{' '.join(str(row[4]).split())}" for row in rows],
        issues,
        [n for n, issue in enumerate(issues) if size[issue] > 1],
        [n for n, key in enumerate(keys) if key not in claimed],
    )


def found(told: Messages, like: np.ndarray) -> Found:
    """The five best of every message, itself left out."""
    np.fill_diagonal(like, -1)
    order = np.argsort(-like, axis=1, kind="stable")[:, :TOP]
    issues = np.array(told.issues)
    return Found(told, np.take_along_axis(like, order, 1), issues[order] == issues[:, None])


def ours(told: Messages) -> np.ndarray:
    """The likeness of every pair, by the function in use."""
    words = [read_words(text) for text in told.texts]
    rare = rarity(words)
    like = np.zeros((len(words), len(words)), dtype=np.float32)
    for a, one in enumerate(words):
        for b in range(a):
            like[a, b] = like[b, a] = likeness(one, words[b], rare)
    return like


def cosine(told: Messages) -> np.ndarray:
    """Plain TF-IDF cosine over the same words of the whole texts."""
    rows = TfidfVectorizer(tokenizer=rjieba.cut, token_pattern=None).fit_transform(told.texts)
    return (rows @ rows.T).toarray()


def main() -> int:
    """Compare all pairs both ways; without the data say so and go on."""
    if not FILE.exists() or not VOTES.exists():
        print(f"skipped: there is no {FILE} (set SUNSHINE_SHARED_DATA)")
        return 0
    numbers = tomllib.loads(NUMBERS.read_text(encoding="utf-8"))["number"]
    least = float(next(row["value"] for row in numbers if row["code"] == "near_likeness"))
    told = messages()
    began = time.perf_counter()
    mine = found(told, ours(told))
    pairs = len(told.texts) * (len(told.texts) - 1) / 2
    each = (time.perf_counter() - began) / pairs * 1e6
    plain = found(told, cosine(told))
    hits, alarms = mine.hits(least), mine.alarms(least)
    as_often = next((t for t in plain.thresholds() if plain.hits(t) >= hits), 0.0)
    as_seldom = next(t for t in plain.thresholds()[::-1] if plain.alarms(t) <= alarms)
    report(told, mine, plain, least, as_often, as_seldom, each)
    return exit_code()


def report(
    told: Messages, mine: Found, plain: Found, least: float, as_often: float, as_seldom: float, each: float
) -> None:
    """The figures, ours beside the cosine's."""
    base = f"{len(told.clustered)} clustered, {len(told.others)} others; threshold {least:g}"
    hits, alarms = mine.hits(least), mine.alarms(least)
    tell(
        Figure("duplicates: sibling in the top 5, no threshold", mine.hits(-1), "", f"cosine {plain.hits(-1):.3f}"),
        Figure("duplicates: sibling suggested, ours", hits, f"≥ {plain.hits(as_seldom):.4f}", base),
        Figure("duplicates: the same, cosine alarming as often", plain.hits(as_seldom), "", f"threshold {as_seldom:.3f}"),
        Figure("duplicates: false alarms per 100, ours", alarms, f"≤ {plain.alarms(as_often):.4f}", base),
        Figure("duplicates: the same, cosine hitting as often", plain.alarms(as_often), "", f"threshold {as_often:.3f}"),
        Figure("duplicates: µs for one pair", each, "", "pure Python, words cut beforehand included"),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

"""The tables that tell danger and complaints about staff, trained on the sentences kept in tools/sentences.

tools/words.py train       write sunshine/cases/data/*.weights.gz anew
tools/words.py held-out    recall and precision on the sentences that are never trained on
tools/words.py lines FILE  recall and precision on a file of {"text", "danger" | "about_staff"} a line
"""

import json
import random
import re
import sys
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sunshine.lib.grams import Weights, fold_text, pack_table, runs, unpack_table  # noqa: E402

SENTENCES = Path(__file__).resolve().parent / "sentences"
TABLES = ROOT / "sunshine" / "cases" / "data"
TOWN = ROOT / "sunshine" / "demo" / "data" / "matters.toml"
"""What the residents of the demonstration report, and what is answered: an ordinary town."""
NUMBERS = {
    "fire": "119", "gas": "119", "electric_water": "119", "fall_height": "120", "collapse": "119", "traffic": "120",
    "violence": "110", "self_harm": "110", "missing": "110", "trapped": "119", "poison": "120", "child_alone": "110",
}  # fmt: skip
HELD_OUT = 8
"""Of so many sentences one is never trained on."""

LETTERS, SHORTEST, DANGERS = 1500, 5, 5
BLANK = re.compile(r"\{\w+\}")
FIRMNESS = {"danger": 1.0, "staff": 0.3}
"""How closely a table follows its sentences; what staff do is told by fewer of them, so less closely."""

Line = tuple[str, str, str]
Told = tuple[str, bool, str]


def kept(name: str) -> list[Line]:
    """(subject, what, sentence) of every line of a file of sentences, whose headings are `## subject what`."""
    subject = what = ""
    found = []
    for line in (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            subject, what = line[3:].split()
        elif line.strip():
            found.append((subject, what, line.strip()))
    return found


def held_out(line: str) -> bool:
    """Whether a sentence, and all that is made of it, is kept from training; decided by its words alone."""
    return zlib.crc32(line.encode()) % HELD_OUT == 0


class Maker:
    """Sentences multiplied by what stands around them, the same ones each time."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.frames: dict[str, Any] = tomllib.loads((SENTENCES / "frames.toml").read_text(encoding="utf-8"))
        self.ordinary = [line for _, _, line in kept("ordinary")]

    def framed(self, frame: str, event: str, where: list[str]) -> str:
        """One event in one frame."""
        return frame.replace("{w}", self.chance.choice(where)).replace("{e}", event)

    def noisy(self, text: str) -> str:
        """As it comes by voice or in a hurry: without stops, with fillers or words that sound alike."""
        way, noise = self.chance.random(), self.frames["noise"]
        if way < 0.25:
            return "".join(character for character in text if character not in ",，。!！、")
        if way < 0.35:
            for right, wrong in noise["same_sound"].items():
                if self.chance.random() < 0.3:
                    text = text.replace(right, wrong)
        if 0.35 <= way < 0.42:
            place = self.chance.randrange(len(text) + 1)
            text = text[:place] + self.chance.choice(noise["fillers"]) + text[place:]
        return text

    def letters(self, count: int, frames: list[str], where: list[str]) -> Iterator[Told]:
        """Ordinary letters: a few ordinary sentences behind each other; and each in frames that say nothing by themselves."""
        for line in self.ordinary:
            yield line, False, ""
            for frame in self.chance.sample(frames, 4):
                yield self.noisy(self.framed(frame, line, where)), False, ""
        for _ in range(count):
            yield ",".join(self.chance.sample(self.ordinary, self.chance.randint(2, 5))), False, ""

    def town(self) -> Iterator[Told]:
        """What is said in the demonstration, its blanks filled."""
        daily = self.frames["daily"]
        for line in strings(tomllib.loads(TOWN.read_text(encoding="utf-8"))):
            for _ in range(4) if len(line) > SHORTEST else ():
                filled = BLANK.sub(lambda _found: self.chance.choice(daily["where"]), line)
                yield self.noisy(filled), False, ""

    def daily(self, *, rest: bool) -> Iterator[Told]:
        """What is reported on ordinary days, short as it is typed: each in a few ways, some of it never trained on."""
        daily = self.frames["daily"]
        for trouble in daily["trouble"]:
            for _ in range(10) if held_out(trouble) == rest else ():
                where, since, after = (
                    self.chance.choice(daily[part]) for part in ("where", "since", "after")
                )
                yield self.noisy(f"{where}{trouble}{since}{after}"), False, ""
            for other in (
                self.chance.sample(daily["trouble"], 2) if not rest and not held_out(trouble) else ()
            ):
                if not held_out(other):
                    yield self.noisy(f"{trouble},{other}"), False, ""

    def danger(self, lines: list[Line]) -> Iterator[Told]:
        """Every sentence of danger in several moods, and every event in frames that say now and in frames that do not."""
        frames = self.frames["danger"]
        for subject, what, line in lines:
            if what == "event":
                yield line, True, subject
                for frame in self.chance.sample(frames["now"], 14):
                    yield self.noisy(self.framed(frame, line, frames["where"])), True, subject
                for frame in self.chance.sample(frames["not"], 12):
                    yield self.noisy(self.framed(frame, line, frames["where"])), False, subject
                continue
            mood = "urgent" if what == "now" else "calm"
            yield line, what == "now", subject
            for _ in range(6):
                before, after = (
                    self.chance.choice(frames[f"{mood}_before"]),
                    self.chance.choice(frames[f"{mood}_after"]),
                )
                yield self.noisy(before + line + after), what == "now", subject

    def staff(self, lines: list[Line]) -> Iterator[Told]:
        """Complaints about staff in several moods, and what looks alike."""
        frames = self.frames["staff"]
        for subject, what, line in lines:
            yield line, what == "staff", subject
            for frame in self.chance.sample(
                frames["yes"] if what == "staff" else frames["not"] + frames["yes"], 10
            ):
                yield self.noisy(self.framed(frame, line, frames["where"])), what == "staff", subject
            for frame in self.chance.sample(frames["unfounded"], 2) if what == "staff" else ():
                yield self.noisy(self.framed(frame, line, frames["where"])), False, subject

    def others(self, lines: list[str]) -> Iterator[Told]:
        """Danger is no complaint about staff, however it is told."""
        frames = self.frames["staff"]
        for line in lines:
            yield line, False, ""
            for frame in self.chance.sample(frames["not"] + frames["yes"], DANGERS):
                yield self.noisy(self.framed(frame, line, frames["where"])), False, ""

    def who_does_what(self) -> Iterator[Told]:
        """Who did it decides: the same deed by staff, by others, and what staff do well."""
        frames = self.frames["staff"]
        for deed in frames["did"]:
            for who in self.chance.sample(frames["who"], 8):
                passive = self.chance.choice(frames["passive"]).replace("{who}", who)
                frame = self.chance.choice([passive, *self.chance.sample(frames["yes"], 2)])
                said = deed if frame == passive else who + deed
                yield self.noisy(self.framed(frame, said, frames["where"])), True, ""
            for who in self.chance.sample(frames["person"], 6):
                frame = self.chance.choice(frames["not"] + frames["yes"])
                yield self.noisy(self.framed(frame, who + deed, frames["where"])), False, ""
        for good in frames["good"]:
            for who in self.chance.sample(frames["who"], 12):
                frame = self.chance.choice(frames["not"])
                yield self.noisy(self.framed(frame, who + good, frames["where"])), False, ""


def strings(found: Any) -> Iterator[str]:
    """Every text in a table of TOML."""
    match found:
        case str():
            yield found
        case dict() | list():
            for one in found.values() if isinstance(found, dict) else found:
                yield from strings(one)


def told(question: str, *, rest: bool = False) -> list[Told]:
    """All that is trained on for a question; with `rest` what is never trained on, as it was written."""
    maker, lines = Maker(), [line for line in kept(question) if held_out(line[2]) == rest]
    if rest:
        return [(line, what in ("now", "event", "staff"), subject) for subject, what, line in lines]
    if question == "staff":
        frames = maker.frames["staff"]
        calm = maker.others([line for _, _, line in kept("danger") if not held_out(line)])
        letters = maker.letters(LETTERS, frames["yes"] + frames["not"], frames["where"])
        return [
            *maker.staff(lines),
            *maker.who_does_what(),
            *letters,
            *calm,
            *maker.daily(rest=False),
            *maker.town(),
        ]
    frames = maker.frames["danger"]
    daily = [*maker.daily(rest=False), *maker.town()]
    other = [(line, False, "") for _, _, line in kept("staff") if not held_out(line)]
    return [
        *maker.danger(lines),
        *maker.letters(LETTERS, frames["now"] + frames["not"], frames["where"]),
        *daily,
        *other,
    ]


def fit(texts: list[str], answers: list[bool], *, firmness: float, least: int) -> Weights:
    """The table of one question; weights that round to nothing are left out."""
    import numpy
    from scipy.sparse import diags
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.svm import LinearSVC

    found = [sorted(runs(fold_text(text))) for text in texts]
    counter = CountVectorizer(analyzer=lambda one: one, min_df=least, dtype=numpy.float64)
    table = diags([1 / len(one) ** 0.5 for one in found]) @ counter.fit_transform(found)
    model = LinearSVC(C=firmness, class_weight="balanced", random_state=0, tol=1e-5, max_iter=20_000)
    model.fit(table, answers)
    weights = model.coef_[0]
    unit = float(numpy.abs(weights).max()) / 127
    whole = numpy.round(weights / unit).astype(int)
    names = counter.get_feature_names_out()
    chosen = {str(names[i]): int(whole[i]) for i in numpy.flatnonzero(numpy.abs(whole) >= 2)}
    return Weights(round(float(model.intercept_[0]), 4), round(unit, 6), chosen)


def tables() -> Iterator[tuple[str, bytes]]:
    """(name, content) of every shipped table: the two questions, and for danger each number to call."""
    for question in ("danger", "staff"):
        rows = told(question)
        yield (
            question,
            pack_table(
                fit([row[0] for row in rows], [row[1] for row in rows], firmness=FIRMNESS[question], least=3)
            ),
        )
        if question == "danger":
            of = [row for row in rows if row[2] and (row[1] or held_out(row[0]))]
            for number in sorted(set(NUMBERS.values())):
                right = [NUMBERS[row[2]] == number for row in of]
                yield f"call-{number}", pack_table(fit([row[0] for row in of], right, firmness=1.0, least=8))


def measured(weights: Weights, rows: list[tuple[str, bool]], above: float) -> tuple[float, float]:
    """(recall, precision) of a table on sentences whose answer is known."""
    said = [(weights.score(text) > above, right) for text, right in rows]
    hits = sum(yes and right for yes, right in said)
    return hits / max(1, sum(right for _, right in said)), hits / max(1, sum(yes for yes, _ in said))


def shipped(question: str) -> Weights:
    """The table of a question as it is shipped."""
    return unpack_table((TABLES / f"{question}.weights.gz").read_bytes())


def main(arguments: list[str]) -> int:
    """Train, or measure what is shipped."""
    match arguments:
        case ["train"]:
            for name, content in tables():
                (TABLES / f"{name}.weights.gz").write_bytes(content)
        case ["held-out"]:
            for question in ("danger", "staff"):
                rows = [(text, right) for text, right, _ in told(question, rest=True)]
                print(question, len(rows), measured(shipped(question), rows, 0.0))
        case ["lines", file]:
            found = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
            question = "danger" if "danger" in found[0] else "staff"
            rows = [(row["text"], row["danger" if question == "danger" else "about_staff"]) for row in found]
            for above in (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4):
                print(question, above, measured(shipped(question), rows, above))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

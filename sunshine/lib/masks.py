"""What is shown of a name, a telephone or an identity number, and what is hidden in free text."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

from sunshine.lib.personal.accounts import find_accounts, find_plates
from sunshine.lib.personal.doors import find_doors
from sunshine.lib.personal.folding import fold, fold_numerals
from sunshine.lib.personal.kinds import NUMBERED, PersonalKind, PersonalSpan
from sunshine.lib.personal.names import find_names
from sunshine.lib.personal.runs import find_runs
from sunshine.lib.personal.surnames import DOUBLE as DOUBLE_SURNAMES

__all__ = [
    "DOUBLE_SURNAMES",
    "EVERYTHING",
    "HIDDEN",
    "NUMBERED",
    "PersonalKind",
    "PersonalSpan",
    "find",
    "find_all",
    "hide",
    "hide_words",
    "id_number",
    "mask_text",
    "name",
    "normal_phone",
    "phone",
    "tail",
    "valid_mobile",
]

_NOISE = re.compile(r"[\s()\-_.·/‐‑‒–—―−ー~]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})", re.ASCII)
_ABROAD = re.compile(r"(?:\+86|0086|86(?=1[3-9]\d{9}$)|0(?=1[3-9]\d{9}$))(\d{9,12})", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"[48]00\d{7}|11[0249]|12[02]|1[12]\d{3}|9[56]\d{3,4}", re.ASCII)
HIDDEN = "＊＊＊"
EVERYTHING = frozenset(PersonalKind)
GIVEN, LATIN_LEAST = 2, 4
_LOOKS = 4  # what stood beside something hidden may now be seen to begin there; few texts need a second look
_SURER = {kind: place for place, kind in enumerate(PersonalKind)}
_ALREADY = re.compile(r"(?<!＊)＊{3}(?!＊)")
_BLANK = "\ue000"
_OPAQUE = _BLANK * 3  # what is hidden already is neither a digit nor a word


def name(text: str) -> str:
    """A name for eyes that need not know it: 张*, 欧阳*, 王*明; other scripts keep the first letter."""
    whole = text.strip()
    if len(whole) < 2:
        return "*" * len(whole)
    if not all(_is_han(c) for c in whole):
        return whole[0] + "***"
    surname = next((whole[:n] for n in (4, 2) if len(whole) > n and whole[:n] in DOUBLE_SURNAMES), whole[0])
    given = whole[len(surname) :]
    return surname + "*" if len(given) == 1 else surname + "*" * (len(given) - 1) + given[-1]


def normal_phone(text: str) -> str | None:
    """One spelling for a telephone number, or None when it cannot be one.

    Mobiles as 11 digits, landlines as `0455-7771234`, local numbers (7–8 digits), service numbers (12345,
    110, 95598, 400…) as digits; full-width digits, spaces, brackets, dashes, +86
    and the 0 that displays set before mobiles of elsewhere are taken in stride.
    """
    digits = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    if abroad := _ABROAD.fullmatch(digits):
        digits = abroad[1] if _MOBILE.fullmatch(abroad[1]) else "0" + abroad[1].removeprefix("0")
    if landline := _LANDLINE.fullmatch(digits):
        return f"{landline[1]}-{landline[2]}"
    known = _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits) or _SERVICE.fullmatch(digits)
    return digits if known else None


def valid_mobile(text: str) -> bool:
    """Whether the text is a mainland mobile number, however typed."""
    return bool(_MOBILE.fullmatch(normal_phone(text) or ""))


def phone(text: str) -> str:
    """A telephone number with its middle hidden: 138****1234, 0455-***1234; service numbers stay."""
    number = normal_phone(text)
    if number is None:
        return "*" * len(text.strip())
    if _SERVICE.fullmatch(number):
        return number
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    area, dash, local = number.rpartition("-")
    return f"{area}{dash}{'*' * (len(local) - 4)}{local[-4:]}"


def tail(text: str) -> str:
    """The last four digits of a telephone number, by which a resident is known again (R-REQ-09)."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits[-4:]


def id_number(text: str) -> str:
    """An identity number with only its ends: 2***************4X."""
    whole = unicodedata.normalize("NFKC", text).strip().upper()
    return whole[0] + "*" * (len(whole) - 3) + whole[-2:] if len(whole) >= 15 else "*" * len(whole)


def find(text: str) -> list[PersonalSpan]:
    """Find what in free text leads to a person: sorted, without overlap, with the offsets of the text as it was written.

    Its time grows with the text and no faster. It hides what has a form or a word beside it; a bare name it cannot know.
    """
    folded = fold(_ALREADY.sub(_OPAQUE, text))
    spans: list[PersonalSpan] = []
    end = 0
    for span in sorted(_found(folded), key=lambda one: (one.start, -one.end, _SURER[one.kind])):
        if span.start >= end:
            spans.append(span)
            end = span.end
        elif span.end > end:
            spans.append(PersonalSpan(span.kind, end, span.end))
            end = span.end
    return spans


def find_all(text: str) -> list[PersonalSpan]:
    """Find also what is only seen to begin once its neighbour is hidden, as `mask_text` would hide it."""
    spans: list[PersonalSpan] = []
    new, left = find(text), list(text)
    for _look in range(_LOOKS):
        spans += new
        for span in new:
            left[span.start : span.end] = _BLANK * (span.end - span.start)
        new = [span for span in find("".join(left)) if _BLANK not in left[span.start : span.end]]
    return sorted(spans, key=lambda one: one.start)


def mask_text(text: str, kinds: Container[PersonalKind] = NUMBERED) -> str:
    """Free text with the personal details of these kinds replaced by ＊＊＊; what touches is hidden as one.

    Service numbers (12345, 110, 400…), an office's lines and case numbers stay. What everybody may read is masked with
    `kinds=EVERYTHING`.
    """
    masked, looks = _mask_once(text, kinds), 1
    while masked != text and looks < _LOOKS:
        text, masked, looks = masked, _mask_once(masked, kinds), looks + 1
    return masked


def hide_words(text: str, words: Iterable[str]) -> str:
    """The text with these words hidden wherever they stand: a name that is known needs no sign of being one.

    Of a Chinese name of three characters also the given name alone; a single character and a short foreign word are too
    common to be hidden.
    """
    known = {word.strip() for word in words}
    known |= {word[1:] for word in known if len(word) == GIVEN + 1 and all(map(_is_han, word))}
    found = [word for word in known if len(word) >= (GIVEN if all(map(_is_han, word)) else LATIN_LEAST)]
    if not found:
        return text
    longest_first = sorted(found, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), HIDDEN, text, flags=re.IGNORECASE)


def hide(text: str, spans: Iterable[PersonalSpan]) -> str:
    """The text with these spans, in their order, replaced by ＊＊＊; what touches is hidden as one."""
    parts: list[str] = []
    end = 0
    for span in spans:
        if not parts or span.start > end:
            parts += [text[end : span.start], HIDDEN]
        end = span.end
    return "".join([*parts, text[end:]])


def _mask_once(text: str, kinds: Container[PersonalKind]) -> str:
    return hide(text, (span for span in find(text) if span.kind in kinds))


def _found(folded: str) -> Iterator[PersonalSpan]:
    plain = fold_numerals(folded)
    yield from find_runs(folded, plain)
    yield from find_accounts(folded, plain)
    yield from find_plates(plain)
    yield from find_doors(folded)
    yield from find_names(folded)


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("CJK UNIFIED", "CJK COMPATIBILITY", "IDEOGRAPHIC"))

"""One spelling per character, so that an offset in the folded text is an offset in what was written."""

import unicodedata

_CHINESE = dict(
    zip("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "000123456789" + "1" + "123456789", strict=True)
)
_SPOKEN = str.maketrans(_CHINESE)
_RAISED = frozenset("²³¹")  # square metres are no part of a number
_CROSSES = frozenset("×✕✖╳")  # written for the X of an identity number
_ALIKE = {
    "з": "3",
    "о": "o",
    "ο": "o",
    "і": "i",
    "丨": "|",
}  # letters of other scripts and strokes typed for what looks like them


class _Fold(dict[int, str]):
    """A table for `str.translate` that learns each character once; every entry is exactly one character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(character: str) -> str:
    if character in _RAISED:
        return character
    if character in _CROSSES:
        return "x"
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character).lower()
    if plain in _ALIKE:
        return _ALIKE[plain]
    return plain if len(plain) == 1 else character.lower() if len(character.lower()) == 1 else character


_FOLD = _Fold()


def fold(text: str) -> str:
    """Fold width, case and circled or foreign digits, character by character: Ｍ → m, ① → 1, ＠ → @."""
    return text.translate(_FOLD)


def fold_numerals(folded: str) -> str:
    """Write the Chinese digits of a folded text as digits, as they are read out: 幺三八 → 138, 贰 → 2."""
    return folded.translate(_SPOKEN)

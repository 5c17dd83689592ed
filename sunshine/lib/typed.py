"""What people type into cells and forms: days and moments in many spellings, several names in one cell."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

EXCEL_EPOCH, MAC_EPOCH = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of a workbook's serial numbers: the usual one, and that of the 1904 date system (ECMA-376 18.17.4.1)."""
YEARS = range(1900, 2200)
"""What lies outside was mistyped."""
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)(?:\s*[日号])?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=(?:\d{4}|\d{6})?(?!\d))", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})(?!\d)(?:\s*[日号])?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d{1,9})?)?)?秒?)?", re.ASCII
)
_ZONE = re.compile(r"\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))$", re.ASCII | re.IGNORECASE)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_HALF = re.compile(r"(上午|凌晨|清晨|早上|早晨)|(下午|傍晚|晚上|夜里)|(AM)|(PM)", re.IGNORECASE)
_NIGHT = ("傍晚", "晚上", "夜里")
_CLOCK_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{2})?", re.ASCII)
_BETWEEN = re.compile(r"[、,，;；\n\r/|]+")
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NO_CHARACTERS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_CONTROLS = re.compile(
    f"[\\x00-\\x08\\x0e-\\x1b\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufdd0-\\ufdef{_NO_CHARACTERS}]"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOST = re.compile(r"[+-]?\d(?:\.\d+)?E\+\d{2,3}", re.ASCII | re.IGNORECASE)
DIGITS_MOST = 15
"""A cell kept as a number holds so many digits; what is longer ends in zeros nobody wrote (IEEE 754)."""


def parse_day(value: object, *, year: int | None = None, epoch: date = EXCEL_EPOCH) -> date:
    """The day meant by 2026-11-23, 2026.11.23, 2026/11/23, 20261123, 2026年11月23日 or a serial number from `epoch`.

    11月23日 is read in `year`, if given. A time of day behind it is left aside. Raises ValueError.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _split(_plain(value), year, epoch)[0]


def parse_moment(
    value: object, tz: tzinfo, *, year: int | None = None, epoch: date = EXCEL_EPOCH
) -> datetime:
    """The moment meant by a day with or without a time (2019/5/9 10:02:08), read in `tz` unless it names its own zone
    (ISO 8601: Z, +08:00); or ValueError."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=tz)
    if isinstance(value, date):
        return datetime.combine(value, time(), tz)
    day, rest = _split(_plain(value), year, epoch)
    if (zone := _ZONE.search(rest)) is None:
        return datetime.combine(day, _clock(rest), tz)
    return datetime.combine(day, _clock(rest[: zone.start()]), _offset(zone))


def _offset(zone: re.Match[str]) -> timezone:
    if zone[1]:
        return UTC
    ahead = timedelta(hours=int(zone[3]), minutes=int(zone[4]))
    return timezone(-ahead if zone[2] == "-" else ahead)


def split_names(text: str) -> list[str]:
    """The names in one cell, parted by 、 , ; / or a new line, each once and in order."""
    parts = (re.sub(r"\s+", " ", part).strip() for part in _BETWEEN.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def without_controls(text: str) -> str:
    """The text with what cannot be printed or sent as a space, and what breaks a line as a line break.

    So with their escapes in workbooks (`_x000D_`, ECMA-376 22.4.2.4); signs that turn the direction of writing too, since they
    show digits in another order. What joins (families of emoji) or is rare stays.
    """
    if "_x" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return text if text.isprintable() else _CONTROLS.sub(" ", _BREAKS.sub("\n", text))


def _unescaped(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if _BREAKS.match(char) or _CONTROLS.match(char) or char in "\n\t" else found[0]


def has_lost_digits(text: str) -> bool:
    """Whether a cell shows the beginning of a long number only (2.02611E+17): which one it was cannot be known."""
    return bool(_LOST.fullmatch(text))


def digits_of(number: float) -> str:
    """A number of a cell as people read it; with more than 15 digits as what is left of it, 2.02611270001234E+17."""
    if abs(number) >= 10**DIGITS_MOST:
        return f"{number:.{DIGITS_MOST - 1}E}"
    return str(int(number)) if number.is_integer() else repr(number)


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip()


def _split(text: str, year: int | None, epoch: date) -> tuple[date, str]:
    """The day at the beginning of a text and what follows it."""
    day, rest = _beginning(text, year, epoch)
    if day.year not in YEARS:
        raise ValueError(f"Not a day: {text!r}")
    return day, rest


def _beginning(text: str, year: int | None, epoch: date) -> tuple[date, str]:
    if _SERIAL.fullmatch(text):
        days, _, share = text.partition(".")
        seconds = round(float(f"0.{share or 0}") * 86400)
        moment = datetime.combine(epoch, time()) + timedelta(days=int(days), seconds=seconds)
        return moment.date(), f"{moment:%H:%M:%S}"
    if found := _DAY.match(text) or _COMPACT.match(text):
        return date(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if year is not None and (found := _SHORT.match(text)):
        return date(year, int(found[1]), int(found[2])), text[found.end() :]
    raise ValueError(f"Not a day: {text!r}")


def _clock(text: str) -> time:
    """The time of day in what follows a day; a weekday beside it says nothing more."""
    rest = _WEEKDAY.sub("", text).strip().lstrip("Tt").strip()
    if not rest:
        return time()
    half = _HALF.search(rest)
    bare = _HALF.sub("", rest, count=1).strip().replace("点半", "点30分")
    if (found := _CLOCK.fullmatch(bare) or _CLOCK_COMPACT.fullmatch(bare)) is None:
        raise ValueError(f"Not a time of day: {text!r}")
    return time(_hour(int(found[1]), half), int(found[2] or 0), int(found[3] or 0))


def _hour(hour: int, half: re.Match[str] | None) -> int:
    """The hour of 24 meant by one beside 上午 or 下午; 12 at night may be of this day or the next, so it is none."""
    if half is None:
        return hour
    morning = bool(half[1] or half[3])
    if (morning and hour > 12) or (hour == 12 and half[0] in _NIGHT):
        raise ValueError(f"Not a time of day: {half[0]}{hour}")
    if morning:
        return hour % 12
    return hour + 12 if hour < 12 else hour

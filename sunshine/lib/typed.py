"""What people type into cells and forms: days and moments in many spellings, several names in one cell."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, tzinfo

EXCEL_EPOCH = date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)(?:\s*[日号])?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})(?!\d)(?:\s*[日号])?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})?)?秒?", re.ASCII)
_BETWEEN = re.compile(r"[、,，;；\n\r/|]+")


def parse_day(value: object, *, year: int | None = None) -> date:
    """The day meant by 2026-11-23, 2026.11.23, 2026/11/23, 20261123, 2026年11月23日 or an Excel serial.

    11月23日 is read in `year`, if given. A time of day behind it is left aside. Raises ValueError.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _split(_plain(value), year)[0]


def parse_moment(value: object, tz: tzinfo, *, year: int | None = None) -> datetime:
    """The moment meant by a day with or without a time (2019/5/9 10:02:08), read in `tz`; or ValueError."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=tz)
    if isinstance(value, date):
        return datetime.combine(value, time(), tz)
    plain = _plain(value)
    day, rest = _split(plain, year)
    return datetime.combine(day, _clock(rest), tz)


def split_names(text: str) -> list[str]:
    """The names in one cell, parted by 、 , ; / or a new line, each once and in order."""
    parts = (re.sub(r"\s+", " ", part).strip() for part in _BETWEEN.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip()


def _split(text: str, year: int | None) -> tuple[date, str]:
    """The day at the beginning of a text and what follows it."""
    if _SERIAL.fullmatch(text):
        days, _, share = text.partition(".")
        seconds = round(float(f"0.{share or 0}") * 86400)
        moment = datetime.combine(EXCEL_EPOCH, time()) + timedelta(days=int(days), seconds=seconds)
        return moment.date(), f"{moment:%H:%M:%S}"
    if found := _DAY.match(text) or _COMPACT.match(text):
        return date(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if year is not None and (found := _SHORT.match(text)):
        return date(year, int(found[1]), int(found[2])), text[found.end() :]
    raise ValueError(f"Not a day: {text!r}")


def _clock(text: str) -> time:
    rest = text.strip().lstrip("T").strip()
    if not rest:
        return time()
    if (found := _CLOCK.fullmatch(rest)) is None:
        raise ValueError(f"Not a time of day: {text!r}")
    return time(int(found[1]), int(found[2]), int(found[3] or 0))

"""Case numbers that can be read out over the telephone: `231282-261123-000427`.

County, day of receipt, then five digits from a sequence and one check digit (ISO 7064 MOD 11,10) over all
that stands before it, so that one mistyped digit or two swapped neighbours are noticed at once.
"""

import re
import unicodedata
from datetime import date, datetime

from stdnum.iso7064 import mod_11_10

SERIALS = 100_000
_SEPARATORS = re.compile(r"[\s_·.~ーｰ−]+")


def case_number(county: str, day: date, serial: int) -> str:
    """The number of the case with this serial, received in `county` (6 digits) on `day` (local date).

    Raises ValueError for a county code that is none or a negative serial.
    """
    if not (len(county) == 6 and county.isascii() and county.isdecimal()):
        raise ValueError(f"A county code has 6 digits: {county!r}")
    if serial < 0:
        raise ValueError(f"A serial is never negative: {serial}")
    body = f"{county}{day:%y%m%d}{serial % SERIALS:05d}"
    return _dashed(body + mod_11_10.calc_check_digit(body))


def parse_case_number(text: str) -> str:
    """The canonical form of a number as people type it: full-width, with spaces, without dashes.

    Raises ValueError when it cannot be a case number: wrong length, no such day, wrong check digit.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    digits = "".join(c for c in plain if unicodedata.category(c) != "Pd")
    if not (len(digits) == 18 and digits.isascii() and digits.isdecimal()):
        raise ValueError("A case number has 18 digits")
    try:
        datetime.strptime(digits[6:12], "%y%m%d").date()  # noqa: DTZ007 - only asks whether the day exists
    except ValueError:
        raise ValueError("The middle of a case number is a day: year, month, day") from None
    if not mod_11_10.is_valid(digits):
        raise ValueError("A digit of the case number is wrong")
    return _dashed(digits)


def _dashed(digits: str) -> str:
    return f"{digits[:6]}-{digits[6:12]}-{digits[12:]}"

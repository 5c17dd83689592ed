"""The numbers, reasons and rungs of handling: the shipped ones, over them what the county has set."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sunshine.cases.models import Parameter, Reason, Rung
from sunshine.tables.loading import read_shipped


class UnknownNumber(LookupError):
    """The program asked for a number that no table has: a mistake in the program, not of who uses it."""


@cache
def shipped_handling() -> dict[str, Any]:
    """The shipped rows of data/handling.toml: `number`, `reason` and `rung`."""
    return read_shipped("sunshine.cases", "handling", numbers=Decimal)


class Handling:
    """One consistent copy of the three tables."""

    def __init__(self) -> None:
        numbers = {row["code"]: Decimal(row["value"]) for row in shipped_handling()["number"]}
        self._numbers = numbers | dict(Parameter.objects.values_list("code", "value"))
        self._reasons = list(Reason.objects.order_by("kind", "order", "code"))
        self.rungs = list(Rung.objects.order_by("order"))

    def number(self, code: str) -> Any:
        """A number of the rules: an int where it is whole, a Decimal otherwise; raises UnknownNumber."""
        if code not in self._numbers:
            raise UnknownNumber(f"There is no number called {code!r} in the table of numbers.")
        value = self._numbers[code]
        return int(value) if value == value.to_integral_value() else value

    def reasons(self, kind: str, on: date) -> list[Reason]:
        """The reasons that a proposal of a kind may name on a day, in order."""
        return [row for row in self._reasons if row.kind == kind and row.in_use(on)]


def short_number(value: Decimal) -> str:
    """A number without needless noughts: 7, 0.5."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"

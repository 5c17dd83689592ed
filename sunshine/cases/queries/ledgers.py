"""Reads of ledgers that were brought to the desk."""

from django.db.models import QuerySet

from sunshine.cases.models import LedgerImport
from sunshine.people.models import Officer


def ledgers_of(officer: Officer) -> QuerySet[LedgerImport]:
    """The ledgers that this officer brought, the newest first: nobody else's exist for them."""
    return LedgerImport.objects.filter(officer=officer).order_by("-asked_at", "-id")


def sources() -> list[str]:
    """The names under which ledgers came in, for whoever types one."""
    return list(LedgerImport.objects.order_by("source").values_list("source", flat=True).distinct())


def remembered_columns(source: str) -> dict[str, str]:
    """What the columns of a source were said to be last; nothing for a new source."""
    rows = LedgerImport.objects.filter(source=source).exclude(columns={}).order_by("-asked_at", "-id")
    return rows.values_list("columns", flat=True).first() or {}

"""Which closed matters have been kept as long as they may be."""

from datetime import datetime

from sunshine.cases.models import Case


def closed_before(before: datetime, *, limit: int) -> list[Case]:
    """Matters closed before an instant that still say something, longest closed first; by an index of their own."""
    rows = Case.objects.filter(open=False, closed_at__lt=before).exclude(text="")
    return list(rows.select_related("holder", "contact", "for_person").order_by("closed_at", "id")[:limit])

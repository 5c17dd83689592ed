"""Residents' words put to rest: what was kept in the clear before goes under seal, what is sealed goes under a new key."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q

from sunshine.lib import seal
from sunshine.matters.queries.originals import NOTHING, PURPOSE, veil
from sunshine.matters.states import RESIDENTS_OWN
from sunshine.record.queries import ring


def rest_notes(model: Any, *, limit: int) -> int:
    """Seal what leads to a person in residents' words among the notes of a kind of matter; how many were looked at."""
    return rest(model, limit=limit, fields=("text",), which=Q(kind__in=RESIDENTS_OWN))


@transaction.atomic
def rest(
    model: Any, *, limit: int, fields: tuple[str, ...], which: Q | None = None, more: Callable[[Any], dict[str, Any]] | None = None
) -> int:  # fmt: skip
    """Seal the next rows of a table; locked, so that what is erased or stepped on meanwhile stays whole."""
    rows = list(model.objects.select_for_update().filter(which or Q(), original=None).order_by("pk")[:limit])
    for row in rows:
        masked, sealed = veil(**{name: getattr(row, name) for name in fields})
        changes = {"original": sealed, **(masked if sealed else {})}
        if sealed and more is not None:
            changes |= more(row)
        model.objects.filter(pk=row.pk).update(**changes)
    return len(rows)


@transaction.atomic
def reseal_originals(model: Any, *, after: int, limit: int) -> tuple[int, int]:
    """Seal the next originals of a table above key `after` under the current key of the ring.

    Returns the last row looked at (0 when there was none) and how many were sealed anew. The same words under another
    key; the rotation has its entry. What is erased meanwhile stays erased: the rows are locked.
    """
    sealed = model.objects.select_for_update().filter(pk__gt=after, original__gt=NOTHING)
    rows = list(sealed.order_by("pk").only("pk", "original")[:limit])
    changed = [row for row in rows if seal.key_id(bytes(row.original)) != ring().current_id]
    for row in changed:
        row.original = seal.reseal(ring(), bytes(row.original), purpose=PURPOSE)
    model.objects.bulk_update(changed, ["original"])
    return (rows[-1].pk if rows else 0), len(changed)

"""Words of residents put to rest: what was kept in the clear before goes under seal, what is sealed goes under a new key.

What was indexed for the search in an older way is indexed anew.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Func, Q, Value

from sunshine.cases.models import Case
from sunshine.cases.queries.originals import NOTHING, PURPOSE, veil, veil_report
from sunshine.cases.queries.words import VERSION, index_words
from sunshine.cases.states import RESIDENTS_OWN
from sunshine.lib import seal
from sunshine.record.queries import ring


def rest_requests(*, limit: int) -> int:
    """Seal what leads to a person in requests at which nobody has looked; how many were looked at.

    Not a step: nothing is decided, and what was said stays the same.
    """
    return rest(Case, limit=limit, fields=("text", "location"), more=_of_request)


def rest_notes(model: Any, *, limit: int) -> int:
    """The same for residents' words among the notes of a kind of matter."""
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


def _of_request(row: Case) -> dict[str, Any]:
    """What else of a request repeats its words: the search index, and why its place was found."""
    told = veil_report(row.text, row.location, row.why_place)
    index = _index(row, told["text"], told["location"])
    return {"location": told["location"], "why_place": told["why_place"], **index}


def _index(row: Case, text: str, location: str) -> dict[str, Any]:
    words = Value(index_words(text, location, row.external_number or ""))
    return {"words": Func(Value("simple"), words, function="to_tsvector"), "words_version": VERSION}


@transaction.atomic
def index_anew(*, limit: int) -> int:
    """Cut the words of the next requests as a search cuts them now; how many. What is erased has none and gets none.

    Not a step: the text stays as it is. Locked, so that what is erased or placed anew meanwhile stays so.
    """
    rows = Case.objects.select_for_update().filter(words_version=None).order_by("pk")
    found = list(rows.only("pk", "text", "location", "external_number")[:limit])
    for row in found:
        index = _index(row, row.text, row.location) if row.text else {"words_version": VERSION}
        Case.objects.filter(pk=row.pk).update(**index)
    return len(found)


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

"""The words of requests put to rest, and indexed anew for the search where that was done in an older way."""

from typing import Any

from django.db import transaction
from django.db.models import Func, Value

from sunshine.cases.models import Case
from sunshine.cases.queries.originals import veil_report
from sunshine.cases.queries.words import VERSION, index_words
from sunshine.matters.actions.resting import rest


def rest_requests(*, limit: int) -> int:
    """Seal what leads to a person in requests at which nobody has looked; how many were looked at.

    Not a step: nothing is decided, and what was said stays the same.
    """
    return rest(Case, limit=limit, fields=("text", "location"), more=_of_request)


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

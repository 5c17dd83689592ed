"""What lies around one request, read for its page all at once, and only what there is.

One statement says of the request which of these there are; a page then asks for no others. Actions do not use this: the
rules read the same names anew when nothing was gathered.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Concat, JSONObject

from sunshine.cases.models import Call, Case, Confirmation, Note, Part, Proposal, Supervision, Whistle
from sunshine.clocks.models import Clock
from sunshine.clocks.queries import of_subjects
from sunshine.files.models import Photo
from sunshine.record.queries import entries

_HAS, _GATHERED = "has", "gathered"


def _rows() -> dict[str, QuerySet[Any]]:
    """What points to a request, by the name under which the request has it, with all that its page says of it."""
    return {
        "notes": Note.objects.order_by("step"),
        "confirmations": Confirmation.objects.order_by("round"),
        "calls": Call.objects.order_by("step"),
        "proposals": Proposal.objects.select_related("organisation", "target", "reason", "other").order_by(
            "step"
        ),
        "parts": Part.objects.select_related("organisation", "whistle", "whistle__organisation"),
        "whistles": Whistle.objects.order_by("id"),
        "supervisions": Supervision.objects.select_related("organisation").order_by("at"),
    }


def saying_what_there_is(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Requests that know what there is around them, so that `gather` asks for nothing else."""
    has = {
        name: Exists(found.model._default_manager.filter(case=OuterRef("pk")))
        for name, found in _rows().items()
    }
    has["merged"] = Exists(Case.objects.filter(merged_into=OuterRef("pk")))
    has["photos"] = Exists(Photo.objects.filter(subject=Concat(Value("case:"), OuterRef("ref"))))
    return rows.annotate(**{_HAS: JSONObject(**has)})


def there_is(case: Case, name: str) -> bool:
    """Whether there may be any of these; a request that does not say has to be asked."""
    return bool(vars(case).get(_HAS, {}).get(name, True))


def gather(case: Case) -> None:
    """Read once for a page what lies around a request; the second time nothing."""
    if _GATHERED in vars(case):
        return
    found = [Prefetch(name, rows if there_is(case, name) else rows.none()) for name, rows in _rows().items()]
    prefetch_related_objects([case], *found)
    vars(case)[_GATHERED] = _read(case)


def clocks_and_record(case: Case) -> tuple[list[Clock], list[Any]]:
    """The clocks of a request, and its entries with theirs, the oldest first."""
    gathered: tuple[list[Clock], list[Any]] | None = vars(case).get(_GATHERED)
    return gathered or _read(case)


def record_of(case: Case) -> list[Any]:
    """The entries of a request itself, the oldest first."""
    if _GATHERED not in vars(case):
        return entries(case.subject)
    return [row for row in clocks_and_record(case)[1] if row.subject == case.subject]


def _read(case: Case) -> tuple[list[Clock], list[Any]]:
    clocks = of_subjects([case.subject])[case.subject]
    return clocks, entries(case.subject, *[f"clock:{clock.pk}" for clock in clocks])

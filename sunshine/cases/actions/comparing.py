"""Keeping which requests may tell of the same matter: when one comes in or its place changes, not at each look."""

from datetime import datetime

from django.db import transaction

from sunshine.cases.models import Case, Near
from sunshine.cases.queries.duplicates import alike_open


@transaction.atomic
def compare(case: Case, *, at: datetime) -> int:
    """Keep what is near and alike to a request, in both directions, in place of what was kept; how many.

    Nothing of it is new: texts and places stand in the record, and it could be computed anew at any time.
    """
    if before := list(Near.objects.filter(case=case).values_list("other", flat=True)):
        Near.objects.filter(case__in=before, other=case).delete()
        Near.objects.filter(case=case).delete()
    found = alike_open(case)
    pairs = [(case, row.case, row.likeness) for row in found] + [
        (row.case, case, row.likeness) for row in found
    ]
    rows = [Near(case=one, other=other, likeness=each) for one, other, each in pairs]
    Near.objects.bulk_create(rows, ignore_conflicts=True)  # the job may run twice
    Case.objects.filter(pk=case.pk).update(compared_at=at)
    return len(found)

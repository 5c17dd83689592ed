"""An import taken back as a whole: what nobody has touched goes, what somebody has worked on is named and stays."""

from datetime import datetime

from django.utils.translation import gettext as _

from sunshine.cases.actions import undo_import
from sunshine.cases.models import Case
from sunshine.cases.states import Outcome as Ended
from sunshine.lib.refusals import Refused
from sunshine.places.sheets.report import Progress, RowOutcome, SheetReport, run
from sunshine.record.states import Actor


def undo_batch(
    batch: str, *, by: Actor, at: datetime, why: str, progress: Progress | None = None
) -> SheetReport:
    """Take back each matter of an import by a recorded step, one transaction each; those that stay come back as rejected.

    A second run takes back what the first did not reach. Raises Refused for an import that is not known.
    """
    rows = (
        Case.objects.filter(batch=batch).select_related("holder", "contact").order_by("id") if batch else None
    )
    if rows is None or not rows.exists():
        raise Refused(_("There is no import “%(batch)s”.") % {"batch": batch}, code="batch")
    found = list(enumerate(rows.exclude(outcome=Ended.UNDONE), start=1))

    def take(item: tuple[int, Case]) -> RowOutcome:
        undo_import(item[1], by=by, at=at, reason=why)
        return RowOutcome.ACCEPTED

    return run(found, lambda item: item[0], lambda item: item[1].external_number or "", take, progress)

"""The replies to an imported ledger, in its own numbers: what goes back to 12345."""

import io
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.models import Case, Confirmation, Note
from sunshine.cases.queries import category_name
from sunshine.cases.states import NOT_OURS, NoteKind
from sunshine.lib.ledgers import Column, write_sheet
from sunshine.lib.refusals import Refused
from sunshine.record.rows import enter_event
from sunshine.record.states import Actor


@transaction.atomic
def export_replies(source: str, *, by: Actor, at: datetime) -> tuple[io.BytesIO, int]:
    """The ledger of a source with organisation, state, reply and result beside each number; and how many rows.

    No personal column: the other office knows its residents by its own numbers. The export is recorded.
    Raises Refused when nothing was imported under that name.
    """
    notes = (
        Note.objects.filter(case=OuterRef("pk"), kind=NoteKind.ANSWER).order_by("-step").values("text")[:1]
    )
    solved = Confirmation.objects.filter(case=OuterRef("pk")).order_by("-round").values("solved")[:1]
    rows = (
        Case.objects.filter(source=source, restricted=False)
        .exclude(outcome__in=NOT_OURS)
        .annotate(reply=Subquery(notes), solved=Subquery(solved))
    )
    rows = rows.select_related("holder").order_by("id")
    if not rows.exists():
        raise Refused(
            _("Nothing was imported under the name “%(source)s”.") % {"source": source}, code="source"
        )
    out = io.BytesIO()
    count = write_sheet(
        out,
        title=_("Replies to imported requests"),
        columns=_columns(),
        rows=_lines(rows.iterator(chunk_size=500)),
        unit=source,
        day=timezone.localtime(at).date(),
        sheet="12345",
    )
    enter_event(
        "export",
        "export",
        by=by,
        at=at,
        facts={"rows": count, "source": source},
        hidden=True,
    )
    out.seek(0)
    return out, count


def _columns() -> list[Column]:
    return [
        Column(_("Number there"), 18),
        Column(_("Our number"), 24),
        Column(_("Told at"), 18),
        Column(_("Taken in"), 18),
        Column(_("Kind of matter"), 18),
        Column(_("Organisation"), 22),
        Column(_("State"), 14),
        Column(_("Due"), 18),
        Column(_("Reply"), 60),
        Column(_("Replied at"), 18),
        Column(_("Solved, says the resident"), 16),
    ]


def _lines(rows: Iterator[Case]) -> Iterator[tuple[object, ...]]:
    for case in rows:
        state = case.get_outcome_display() if case.closed_at else case.get_state_display()
        solved = case.solved  # type: ignore[attr-defined]  # annotated above
        yield (
            case.external_number or "",
            case.number,
            _moment(case.told_at),
            _moment(case.received_at),
            category_name(case.category_id or ""),
            case.holder.name,
            str(state),
            _moment(case.due_at),
            case.reply or "",  # type: ignore[attr-defined]  # annotated above
            _moment(case.answered_at),
            {"yes": _("yes"), "partly": _("partly"), "no": _("no")}.get(solved or "", ""),
        )


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""

"""What happens to a ledger that was brought to the desk: kept with its answers, worked on by a job, its outcome recorded.

The matters it brings have entries of their own; here stands who took in how many, and who took them back.
"""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sunshine.cases.models import Case, LedgerImport
from sunshine.cases.queries.ledgers import remembered_columns
from sunshine.cases.states import LEDGER_UNDER_WAY, LedgerState, LedgerTask
from sunshine.files.actions import parked
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.models import Officer
from sunshine.record.rows import change_row
from sunshine.record.states import Actor

LEDGER_JOB = "cases.import_ledger"
LOST_AFTER = timedelta(minutes=10)
"""What is under way for longer may be begun again: two jobs of one ledger never run side by side."""

UNDER_WAY = _("This ledger is being worked on. Please look again in a minute.")


@transaction.atomic
def keep_ledger(
    data: bytes, filename: str, *, officer: Officer, source: str, community: str, language: str, at: datetime
) -> LedgerImport:
    """Park a file for its hour and have it looked into. Raises Refused where there is no room for it."""
    name = parked.park_file(data, f"officer:{officer.pk}", at=at)
    if not name:
        raise Refused(_("There is no room for the file just now. Please try again in an hour."), code="file")
    ledger = LedgerImport.objects.create(
        name=secrets.token_hex(16), officer=officer, source=source, community=community, filename=filename[-200:],
        parked=name, language=language, columns=remembered_columns(source), asked_at=at,
    )  # fmt: skip
    _defer(ledger)
    return ledger


@transaction.atomic
def restart_ledger(ledger: LedgerImport, task: LedgerTask, *, at: datetime, **changes: Any) -> None:
    """Have a task done with a ledger that nobody is working on. Raises Overtaken while somebody is."""
    free = ~Q(state__in=LEDGER_UNDER_WAY) | Q(asked_at__lt=at - LOST_AFTER)
    begun = {"task": task, "state": LedgerState.WAITING, "done": 0, "problem": "", "asked_at": at, **changes}
    if not LedgerImport.objects.filter(free, pk=ledger.pk, task=ledger.task, state=ledger.state).update(
        **begun
    ):
        raise Overtaken(UNDER_WAY)
    _defer(ledger)


def begin_ledger(pk: int) -> LedgerImport | None:
    """The ledger that a job shall work on; None when its task is done already."""
    rows = LedgerImport.objects.filter(pk=pk, state__in=LEDGER_UNDER_WAY)
    rows.update(state=LedgerState.WORKING)
    return rows.select_related("officer__organisation").first()


def save_ledger(ledger: LedgerImport, **changes: Any) -> None:
    """Keep how far a job is, or what it found."""
    LedgerImport.objects.filter(pk=ledger.pk).update(**changes)


@transaction.atomic
def finish_ledger(
    ledger: LedgerImport, verb: str, *, by: Actor, at: datetime, facts: Mapping[str, Any],
    sealed: Mapping[str, Any] | None = None, **changes: Any,
) -> None:  # fmt: skip
    """Keep the outcome of an import, or of its taking back, and record who did it."""
    facts = {"source": ledger.source, "batch": ledger.batch, **facts}
    change_row(
        ledger, verb, by=by, at=at, changes={"state": LedgerState.DONE, **changes}, lost=UNDER_WAY, facts=facts,
        sealed=dict(sealed or {}), hidden=True,
    )  # fmt: skip


def keep_replies_sent(matters: Collection[int], *, at: datetime) -> None:
    """Keep of matters, by key, that their replies went back; part of the export, whose entry tells of it."""
    Case.objects.filter(pk__in=matters).update(reply_sent_at=at)


def forget_ledger_lines(*, before: datetime) -> int:
    """Empty what stands of the rows of ledgers of earlier days; how many. Counts stay, and the columns of what was taken in:
    replies go back in them."""
    old = LedgerImport.objects.filter(asked_at__lt=before)
    old.exclude(task=LedgerTask.TAKE, state=LedgerState.DONE).exclude(found=[]).update(found=[])
    return old.exclude(lines=[], parked="").update(lines=[], warnings=[], parked="", reason="")


def _defer(ledger: LedgerImport) -> None:
    lock = f"ledger:{settings.COUNTY_SCHEMA}:{ledger.pk}"
    app.configure_task(LEDGER_JOB, queue=settings.COUNTY_QUEUE, lock=lock).defer(ledger_id=ledger.pk)

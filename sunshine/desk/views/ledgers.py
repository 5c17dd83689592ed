"""Ledgers of other offices: bring a file, say what its columns are, look at what would become of each row, take it in."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.cases.actions.ledgers import LOST_AFTER, keep_ledger
from sunshine.cases.forms import LedgerAnswersForm, LedgerColumnsForm, LedgerFileForm, LedgerUndoForm
from sunshine.cases.models import LedgerImport
from sunshine.cases.queries.ledgers import find_answered, last_sent, ledgers_of, sources
from sunshine.cases.sheets.answers import ask_answers
from sunshine.cases.sheets.brought import (
    LINES_KEPT,
    name_columns,
    retry_ledger,
    take_ledger,
    undo_ledger,
)
from sunshine.cases.sheets.refused import ask_refused
from sunshine.cases.states import LedgerState, LedgerTask
from sunshine.desk.door import DONE, DeskUser, NoForm, attempt, page, require, say_done

LISTED = 20
LOOKED_AFTER = timedelta(minutes=60)
"""A page asks by itself how far a ledger is for so long: the file is gone after it."""


@require_http_methods(["GET", "HEAD", "POST"])
def ledgers(request: HttpRequest) -> HttpResponse:
    """Bring a ledger; below, those one has brought."""
    who = require(request, "import")
    if request.method != "POST":
        return _bring(request, who, LedgerFileForm(on=who.on))
    form = LedgerFileForm(request.POST, request.FILES, on=who.on)
    status, ledger = attempt(form, partial(_keep, who))
    if status != DONE:
        return _bring(request, who, form, status=status)
    return redirect("desk:ledger", ledger.name)


def _keep(who: DeskUser, *, file: Any, source: str, community: str) -> LedgerImport:
    return keep_ledger(
        file.read(), file.name, officer=who.officer, source=source, community=community,
        language=get_language() or "", at=who.at,
    )  # fmt: skip


class Answers(NamedTuple):
    """What of a source waits to go back: how many replies since when."""

    source: str
    since: datetime | None
    waiting: int


def _bring(
    request: HttpRequest, who: DeskUser, form: LedgerFileForm, *, status: int = DONE, answers: Any = None
) -> HttpResponse:
    names = sources()
    context = {
        "form": form,
        "sources": names,
        "rows": ledgers_of(who.officer)[:LISTED],
        "waiting": [_waiting(who, name) for name in names],
        "answers": answers or LedgerAnswersForm(names),
    }
    return page(request, "desk/ledgers.html", context, status=status)


def _waiting(who: DeskUser, source: str) -> Answers:
    since = last_sent(who.officer, source, at=who.at)
    return Answers(source, since, find_answered(who.officer, source, whole=False, at=who.at).count())


@require_POST
def ledger_answers(request: HttpRequest) -> HttpResponse:
    """Ask for the replies that go back to another office as a workbook; it is made in the background."""
    who = require(request, "import")
    form = LedgerAnswersForm(sources(), request.POST)
    act = partial(ask_answers, who.officer, language=get_language() or "", at=who.at)
    status, _export = attempt(form, act)
    if status != DONE:
        return _bring(request, who, LedgerFileForm(on=who.on), status=status, answers=form)
    return redirect("desk:exports")


@require_safe
def ledger(request: HttpRequest, name: str) -> HttpResponse:
    """How far a ledger is, what its columns are taken for, and what becomes of its rows."""
    who = require(request, "import")
    return _page(request, who, get_object_or_404(ledgers_of(who.officer), name=name))


@require_POST
def ledger_step(request: HttpRequest, name: str, deed: str) -> HttpResponse:
    """Say what the columns are; take the ledger in, or back; begin again what was not possible."""
    who = require(request, "import")
    row = get_object_or_404(ledgers_of(who.officer), name=name)
    if deed not in _DEEDS:
        raise Http404
    make, act, sentence = _DEEDS[deed]
    form = make(row, request.POST)
    status, _nothing = attempt(form, partial(act, row, at=who.at))
    if status != DONE:
        return _page(request, who, row, status=status, **{deed: form})
    return say_done(request, str(sentence()), "desk:ledger", row.name)


@require_POST
def refused_rows(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the rows that were not taken as a workbook; it is made in the background."""
    who = require(request, "import")
    row = get_object_or_404(ledgers_of(who.officer), name=name)
    form = NoForm(request.POST)
    status, _export = attempt(form, partial(ask_refused, row, language=get_language() or "", at=who.at))
    if status != DONE:
        return _page(request, who, row, status=status, refused=form)
    return redirect("desk:exports")


_DEEDS: dict[str, Any] = {
    "columns": (
        lambda row, data: LedgerColumnsForm(row.found, data),
        name_columns,
        lambda: _("Kept for this ledger. It is looked at again."),
    ),
    "take": (lambda row, data: NoForm(data), take_ledger, lambda: _("It is being taken in.")),
    "undo": (lambda row, data: LedgerUndoForm(data), undo_ledger, lambda: _("It is being taken back.")),
    "again": (lambda row, data: NoForm(data), retry_ledger, lambda: _("It is tried again.")),
}


def _page(
    request: HttpRequest, who: DeskUser, row: LedgerImport, *, status: int = DONE, **typed: Any
) -> HttpResponse:
    previewed = row.task == LedgerTask.PREVIEW and not row.under_way
    undone = row.task == LedgerTask.UNDO and row.state == LedgerState.DONE and not row.rejected
    empty = row.task == LedgerTask.TAKE and row.state == LedgerState.DONE and not row.accepted
    undoable = row.batch and not row.under_way and not undone and not empty
    forms = {
        "columns": LedgerColumnsForm(row.found) if previewed and row.found else None,
        "undo": LedgerUndoForm() if undoable else None,
        **typed,
    }
    refused: Any = next((form.non_field_errors() for form in typed.values()), [])
    context = {
        "row": row,
        "forms": forms,
        "refused": refused,
        "lines": row.lines[:LINES_KEPT],
        "young": row.under_way and who.at - row.asked_at < LOOKED_AFTER,
        "lost": row.under_way and who.at - row.asked_at > LOST_AFTER,
    }
    return page(request, "desk/ledger.html", context, part="ledger" if not typed else "", status=status)

"""Workbooks made in the background: asked for, made by a job of the room that knows the rows, fetched, removed.

A room gives the name of its job when it asks, and the job hands `make_export` what writes the rows. Each attempt works
in a folder of its own and every write names its attempt, so a job that runs twice, or again after its worker was
killed, ends with one file and one entry.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sunshine.files.models import Export
from sunshine.files.queries import export_path, lost_exports, named_files, workshop
from sunshine.files.states import MAX_ATTEMPTS, STEP, UNDER_WAY, ExportState
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.record.rows import change_row
from sunshine.record.states import Actor

logger = logging.getLogger(__name__)
Row = TypeVar("Row")
Track = Callable[[Iterable[Row]], Iterator[Row]]
"""Passes rows on, saving how many went by."""

Write = Callable[[Export, Path, Track[Any]], int]
"""Writes the workbook to the path, its rows through the track; returns how many. Raises Refused in the asker's words."""

GONE = _("The file is no longer there. Please ask for it again.")


@transaction.atomic
def ask_export(
    maker: str,
    *,
    officer: Officer,
    filters: dict[str, Any],
    rows: int,
    language: str,
    at: datetime,
    until: datetime,
) -> Export:
    """Ask for a workbook of so many rows; while this officer has the same one under way, return that.

    Raises Refused while another of the kind is made for them.
    """
    asked = {"filters": filters, "rows": rows, "language": language, "asked_at": at, "until": until}
    export, new = Export.objects.get_or_create(
        officer=officer, maker=maker, state__in=UNDER_WAY, defaults={**asked, "name": secrets.token_hex(16)}
    )
    if new:
        _defer(export)
    elif export.filters != filters:
        raise Refused(
            _("Another file is being made for you. Please ask again when it is ready."), code="busy"
        )
    return export


def _defer(export: Export) -> None:
    app.configure_task(export.maker, queue=settings.COUNTY_QUEUE).defer(export_id=export.pk)


def make_export(pk: int, write: Write, *, at: datetime) -> None:
    """Make the workbook of a row that is under way; what fails is said on the row, in the asker's language."""
    export = _begin(pk)
    if export is None:
        return
    folder = workshop(export)
    try:
        with translation.override(export.language):
            folder.parent.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700)
            file = folder / "book.xlsx"
            rows = write(export, file, partial(_track, export))
            _finish(export, file, rows, at=at)
    except Overtaken:
        logger.info("%s: another attempt makes it, or it was removed", export.subject)
    except Refused as refusal:
        _fail(export, str(refusal))
    except Exception:
        logger.exception("%s could not be made", export.subject)
        _fail(export, "")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _begin(pk: int) -> Export | None:
    """Count one more attempt; None when there is nothing to make any more. What earlier attempts left goes."""
    rows = Export.objects.filter(pk=pk, state__in=UNDER_WAY)
    rows.filter(attempts__gte=MAX_ATTEMPTS).update(state=ExportState.FAILED)
    rows.update(state=ExportState.MAKING, attempts=F("attempts") + 1, done=0)
    export = rows.select_related("officer__organisation").first()
    if export is not None:
        for left in Path(settings.EXPORTS).glob(f".{export.name}-*"):
            shutil.rmtree(left, ignore_errors=True)
    return export


def _attempt(export: Export) -> QuerySet[Export]:
    """The row as long as this attempt is the one that makes it."""
    return Export.objects.filter(pk=export.pk, state=ExportState.MAKING, attempts=export.attempts)


def _save(export: Export, **changes: Any) -> None:
    if not _attempt(export).update(**changes):
        raise Overtaken(GONE)


def _track(export: Export, rows: Iterable[Row]) -> Iterator[Row]:
    """Pass the rows on; how many went by is saved in steps."""
    for count, row in enumerate(rows, start=1):
        yield row
        if count % STEP == 0:
            _save(export, done=count)


@transaction.atomic
def _finish(export: Export, file: Path, rows: int, *, at: datetime) -> None:
    """The file takes its place, whole and durable; the record says what was taken out."""
    posts = sorted(_posts(export.officer, at))
    facts = {"rows": rows, "filters": {key: str(value) for key, value in export.filters.items()}}
    change_row(
        export, "export", by=officer_actor(export.officer), at=at, lost=GONE, facts=facts, hidden=True,
        changes={"state": ExportState.MADE, "rows": rows, "done": rows, "posts": posts},
        where={"state": ExportState.MAKING, "attempts": export.attempts},
    )  # fmt: skip
    with file.open("rb") as written:
        os.fsync(written.fileno())
    file.replace(export_path(export))


def _fail(export: Export, problem: str) -> None:
    _attempt(export).update(state=ExportState.FAILED, problem=problem[:200])


@transaction.atomic
def fetch_export(export: Export, *, by: Actor, at: datetime) -> BinaryIO:
    """Open the file for whoever asked for it; each time is recorded.

    Raises Refused when it is no longer there, or was made under a post that they hold no more.
    """
    if by.officer is None or not _posts(by.officer, at).issuperset(export.posts):
        raise Refused(
            _("It was made under a post that you do not hold any more. Please ask for it again."),
            code="posts",
        )
    try:
        file = export_path(export).open("rb")
    except FileNotFoundError:
        raise Refused(GONE, code="gone") from None
    made = Export.objects.select_for_update(of=("self",)).filter(pk=export.pk, state=ExportState.MADE).first()
    if made is None:
        file.close()
        raise Overtaken(GONE, code="gone")
    change_row(made, "fetch", by=by, at=at, facts={"rows": made.rows}, hidden=True)
    return file


def _posts(officer: Officer, at: datetime) -> set[str]:
    """What decides what a list holds: the organisation, and roles with their places."""
    held = reach(officer, timezone.localtime(at).date())
    roles = {f"{role}:{place}" for role, places in held.places.items() for place in places}
    return roles | {f"organisation:{officer.organisation_id}"}


def tend_exports(*, at: datetime) -> int:
    """Remove workbooks whose time is over and files that no row names; give a job to those that lost theirs; how many."""
    _old, gone = Export.objects.filter(until__lte=at).delete()
    lost = lost_exports()
    for export in lost:
        _defer(export)
    return gone.get("files.Export", 0) + len(lost) + _sweep()


def _sweep() -> int:
    """Looked at before the rows are: what lies there then has its row already, unless nobody names it."""
    lying = list(Path(settings.EXPORTS).glob("*"))
    named = named_files()
    unnamed = [path for path in lying if path.name not in named]
    for path in unnamed:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(unnamed)

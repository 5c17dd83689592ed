"""The rule tables on screen: one list and one page per row for all of them."""

from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DONE, DeskUser, attempt, desk_user, page, say_done
from sunshine.desk.tables import GROUPS, TABLES, DeskTable, RowAction
from sunshine.desk.tables.files import FILES
from sunshine.people.queries import reach
from sunshine.people.states import Spoken

PAGE_ROWS = 100
_NOT_TYPED = ("csrfmiddlewaretoken", "tried")


def sit_at(request: HttpRequest, key: str) -> tuple[DeskTable, DeskUser]:
    """The table, if this person has anything to do with it; otherwise it does not exist for them."""
    who, table = desk_user(request), TABLES.get(key)
    if table is None or not reach(who.officer, who.on).anywhere(table.verb):
        raise Http404
    return table, who


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All tables this person may change, in groups."""
    who = desk_user(request)
    mine = reach(who.officer, who.on)
    shown = [(title, [table for table in tables if mine.anywhere(table.verb)]) for title, tables in GROUPS]
    return page(request, "desk/tables.html", {"groups": [group for group in shown if group[1]]})


@require_safe
def table(request: HttpRequest, table: str) -> HttpResponse:
    """The rows within reach, searched by name or code, page by key."""
    found, who = sit_at(request, table)
    # No database takes a NUL.
    text, after = (request.GET.get(name, "").replace("\0", "").strip() for name in ("text", "after"))
    rows = found.rows(who).filter(_saying(found, text))
    try:
        wanted = list(rows.filter(pk__gt=after) if after else rows)[: PAGE_ROWS + 1]
    except (ValueError, ValidationError):
        raise Http404 from None
    lines = [(row, found.cells(row)) for row in wanted[:PAGE_ROWS]]
    more = {"after": wanted[PAGE_ROWS - 1].pk, "text": text} if len(wanted) > PAGE_ROWS else {}
    on = f"?{urlencode(more)}" if more else ""
    context = {"table": found, "lines": lines, "text": text, "on": on, "ways": _ways(found)}
    return page(request, "desk/table.html", context, part="rows")


def _saying(table: DeskTable, text: str) -> Q:
    found = Q()
    for column in table.search if text else ():
        found |= Q(**{f"{column}__icontains": text})
    return found


def _ways(table: DeskTable) -> list[tuple[str, Any]]:
    """Further pages of a table; "desk:table:posts" is another table."""
    by_file = [(reverse("desk:table_file", args=[table.key]), _("By file"))] if table.key in FILES else []
    return by_file + [
        (reverse("desk:table", args=[name.split(":")[2]]) if name.count(":") == 2 else reverse(name), label)
        for name, label in table.ways
    ]


def _row(table: DeskTable, who: DeskUser, pk: str) -> Any:
    """The row, if it is within reach."""
    try:
        row = table.rows(who).filter(pk=pk).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, table: str, deed: str, pk: str = "") -> HttpResponse:
    """One thing to do to a row, or to add one: its form, and the action."""
    found, who = sit_at(request, table)
    wanted = found.action(deed)
    if wanted is None or (deed == "add") == bool(pk):
        raise Http404
    row = _row(found, who, pk) if pk else None
    if request.method != "POST":
        return _show(request, found, row, wanted, _begun(wanted, wanted.form(row, who), request))
    form = wanted.form(row, who, request.POST, request.FILES)
    if form.is_valid() and request.POST.get("tried") != _typed(request):
        trial = wanted.tries(row, who, **form.cleaned_data)
        if trial is not None:
            return _show(request, found, row, wanted, form, trial=trial, tried=_typed(request))
    status, result = attempt(form, partial(wanted.act, row, who))
    if status != DONE:
        return _show(request, found, row, wanted, form, status)
    if wanted.tells:
        return page(request, "desk/told.html", {"table": found, "said": wanted.tells(result), "deed": wanted})
    return say_done(request, str(wanted.done), "desk:table", found.key)


def _begun(deed: RowAction, form: BaseForm, request: HttpRequest) -> BaseForm:
    """What is offered as a rule elsewhere is only to be looked at and kept."""
    form.initial.update({name: value for name, value in request.GET.items() if name in deed.from_address})
    return form


def _typed(request: HttpRequest) -> str:
    """A name for what was typed: another rule has to be tried anew."""
    said = sorted((name, value) for name, value in request.POST.items() if name not in _NOT_TYPED)
    return sha256(repr(said).encode()).hexdigest()[:16]


def _show(
    request: HttpRequest,
    table: DeskTable,
    row: Any,
    deed: RowAction,
    form: Any,
    status: int = DONE,
    **more: Any,
) -> HttpResponse:
    cells = table.cells(row) if row else []
    context = {
        "table": table,
        "row": row,
        "which": row.spoken if isinstance(row, Spoken) else next(iter(cells), ""),
        "facts": list(zip(table.heads, cells, strict=True)) if row else [],
        "deed": deed,
        "others": [other for other in table.actions if row and other.key != deed.key and other.fits(row)],
        "form": form,
        **more,
    }
    return page(request, "desk/deed.html", context, status=status)

"""What every table of kinds is on the desk: one form, one action, and the columns that a table names."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser
from sunshine.desk.tables.core import DeskTable, RowAction
from sunshine.tables.actions import NEW
from sunshine.tables.forms import KindForm
from sunshine.tables.models import Kind


class KindColumn(NamedTuple):
    """What a column is headed, and what stands in it for a row."""

    head: Any
    cell: Callable[[Any], Any]


CODE = KindColumn(_("Code"), attrgetter("code"))
NAME = KindColumn(_("Name"), attrgetter("spoken"))
SOURCE = KindColumn(_("Source of the rule"), attrgetter("source"))
RETIRED = KindColumn(_("Not used from"), lambda row: row.retired_on or "")


def kind_table(
    model: type[Kind],
    form: type[KindForm],
    put: Callable[..., Any],
    *,
    key: str,
    title: Any,
    lead: Any,
    columns: Sequence[KindColumn] = (CODE, NAME, SOURCE, RETIRED),
    follow: Sequence[str] = (),
    tries: Callable[..., Any] = lambda row, who, /, **told: None,
) -> DeskTable:
    """Make the table of a kind: its rows are added and changed by `put(code=, values=, by=, at=, seen=)`.

    A row in use is retired, never deleted. `follow` are the relations that its columns show; `tries` is that of a RowAction.
    """

    def fill(row: Any, who: DeskUser, *sent: Any) -> KindForm:
        return form(*sent[:1], row=row)

    def act(row: Any, who: DeskUser, /, *, code: str, seen: int | None, **values: Any) -> Any:
        return put(code=code, values=values, by=who.by, at=who.at, seen=NEW if seen is None else seen)

    return DeskTable(
        key=key,
        title=title,
        lead=lead,
        verb="tables",
        heads=[column.head for column in columns],
        rows=lambda who: model._default_manager.select_related(*follow).order_by("pk"),
        cells=lambda row: [column.cell(row) for column in columns],
        search=("zh", "en", "code"),
        add=RowAction(key="add", label=_("Add"), done=_("Added."), form=fill, act=act),
        actions=(
            RowAction(key="change", label=_("Change"), done=_("Saved."), form=fill, act=act, tries=tries),
        ),
    )

"""What the matter itself says to calling others in: one whistle at a time, a conclusion only of an open one."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Part, Whistle
from sunshine.lib.refusals import Refused


def open_whistle(case: Case) -> Whistle:
    """The whistle that waits for its conclusion. Raises Refused when there is none."""
    blown = _blown(case)
    if blown is None:
        raise Refused(_("There is no open whistle here."), code="no_whistle")
    return blown


def check_reports(part: Part) -> Whistle:
    """The whistle to which this part reports. Raises Refused when it came already, or was called in to help only."""
    if part.whistle is None or part.reported_at is not None:
        raise Refused(_("Your organisation has nothing to report here any more."), code="not_called")
    return part.whistle


def _blown(case: Case) -> Whistle | None:
    """The database holds that there is one at most; a page that has read all whistles asks it nothing."""
    return next((row for row in case.whistles.all() if row.concluded_at is None), None)


def _check_whistle(case: Case) -> None:
    if _blown(case) is not None:
        raise Refused(
            _("Departments have been called together already. Write down their joint conclusion first."),
            code="whistle_open",
        )


def _check_conclude(case: Case) -> None:
    open_whistle(case)


CALLING: dict[str, Callable[[Case], None]] = {"whistle": _check_whistle, "conclude": _check_conclude}

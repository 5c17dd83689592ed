"""What stands in the desk's menu: only what this person may open."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sunshine.people.queries import Reach


class MenuLink(NamedTuple):
    """One line of the menu."""

    url: str
    label: Any
    icon: str
    exact: bool = False

    def marks(self, path: str) -> bool:
        """Whether somebody at this path is here, or below it."""
        return path == self.url or (not self.exact and path.startswith(self.url))


def menu(reach: Reach) -> list[MenuLink]:
    """The lines of the menu, in the order of a working day."""
    lines = [
        (True, "home", _("My work"), "home"),
        (reach.anywhere("figures"), "lead", _("Leader's desk"), "eye"),
        (reach.anywhere("figures"), "figures", _("Figures"), "chart"),
        (reach.anywhere("week"), "week", _("This week"), "calendar"),
        (reach.anywhere("read"), "cases", _("Requests"), "list"),
        (reach.anywhere("call"), "calls", _("Call-backs"), "phone"),
        (reach.anywhere("receive"), "report", _("Take a report"), "report"),
        (reach.anywhere("offers"), "offers", _("Helpers"), "person"),
        (reach.anywhere("party"), "party", _("Party building"), "people"),
        (reach.anywhere("programmes") or reach.anywhere("stage"), "line", _("The line"), "sun"),
        (reach.anywhere("posts"), "posts", _("Posts and pledges"), "check"),
        (reach.anywhere("wish.read"), "wishes", _("Wishes"), "serve"),
        (
            reach.anywhere("wish.ask") and not reach.anywhere("wish.read"),
            "wish_ask",
            _("Take a wish down"),
            "serve",
        ),
        (True, "notices", _("Messages"), "mail"),
        (
            any(reach.anywhere(verb) for verb in ("tables", "places", "duty", "staff", "services")),
            "tables",
            _("Tables"),
            "gear",
        ),
        (True, "account", _("My account"), "person"),
    ]
    return [
        MenuLink(reverse(f"desk:{name}"), label, icon, name == "home")
        for show, name, label, icon in lines
        if show
    ]

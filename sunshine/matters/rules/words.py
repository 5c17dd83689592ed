"""How many words a text of a matter has."""

from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.lib.typed import without_controls

TEXT_LEAST, TEXT_MOST = 2, 5000


def check_words(text: str, *, least: int = TEXT_LEAST, most: int = TEXT_MOST, what: str = "text") -> str:
    """Return the text without white space around it and what cannot be printed; raises Refused when too short or too long."""
    words = without_controls(text).strip()
    if len(words) < least:
        raise Refused(_("Please write a few words more."), code=what)
    if len(words) > most:
        raise Refused(
            _("The text has %(have)s characters; at most %(most)s fit. Please shorten it, or call us.")
            % {"have": len(words), "most": most},
            code=what,
        )
    return words

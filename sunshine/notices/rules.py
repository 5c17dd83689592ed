"""What a message may say."""

from collections.abc import Iterable
from datetime import datetime
from string import Template as Words

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.notices.states import WORDS
from sunshine.people.queries import reach
from sunshine.record.states import Actor


def check_template(*texts: str) -> None:
    """Templates name only what may leave the house. Raises Refused naming the word that may not."""
    for text in texts:
        words = Words(text)
        if not words.is_valid():
            raise Refused(_("A $ must be followed by a name in braces, as in ${number}."), code="template")
        if strange := sorted(set(words.get_identifiers()) - WORDS):
            raise Refused(
                _("A message may not say “%(word)s”: only numbers, times, organisations and links.")
                % {"word": strange[0]},
                code="template",
            )


def check_keeper(by: Actor, at: datetime) -> None:
    """Only a county administrator changes the words of messages. Raises Refused."""
    if not reach(by, timezone.localtime(at).date()).can("tables"):
        raise Refused(_("Only a county administrator may change the words of messages."), code="not_keeper")


def check_context(names: Iterable[str]) -> None:
    """The same for what is filled in; raises ValueError, for only a mistake in the program can bring it."""
    if strange := sorted(set(names) - WORDS):
        raise ValueError(f"A message may not say {', '.join(strange)}")

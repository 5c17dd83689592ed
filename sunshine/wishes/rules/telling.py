"""Refusals of a text by which somebody could be found, with the masked text to offer instead."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.lib.masks import EVERYTHING, NUMBERED, PersonalKind, mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import personal


class Telling(Refused):
    """A text by which somebody could be found. `masked` is the same text with those parts hidden, to be offered."""

    def __init__(self, text: str, *, code: str = "text", kinds: Collection[PersonalKind] = NUMBERED) -> None:
        super().__init__(_public(text) if kinds == EVERYTHING else _NUMBERS, code=code)
        self.masked = mask_text(text, kinds=kinds)


_NUMBERS = _(
    "Please leave telephone, identity and account numbers out of the text: others will read it. "
    "We have hidden them for you; look at the words again. We keep the number you leave below under seal."
)


def _public(text: str) -> Any:
    return _("Everybody can read this. %(found)s is hidden now; look at the words again and send them.") % {
        "found": personal(text)
    }

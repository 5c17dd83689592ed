"""What may be amiss with a report that was taken as it came: each a word that is kept and a sentence that is shown."""

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Doubt(TextChoices):
    """What of a report was taken otherwise than it was told, each in a sentence."""

    PHONE_MORE = (
        "phone_more",
        _(
            "More stands where the telephone is than one number: the first was taken, the whole is kept under seal beside it."
        ),
    )
    PHONE_BESIDE = (
        "phone_beside",
        _(
            "Beside the telephone number stands more, such as an extension: the number was taken, the whole is kept under seal."
        ),
    )
    PHONE_UNREAD = (
        "phone_unread",
        _(
            "The telephone cannot be read as a number: it is kept under seal as it stands. Nobody can call it by itself."
        ),
    )
    SECRET = "secret", _("The words ask for secrecy: name and number are kept confidential.")
    STAFF = (
        "staff",
        _("The words complain about staff: it is held as such a complaint, past those it concerns."),
    )
    PERHAPS_STAFF = (
        "perhaps_staff",
        _("The words may also complain about staff: if so, please make it such a complaint."),
    )
    OLD_DANGER = (
        "old_danger",
        _(
            "The words tell of danger on an earlier day, so it was not taken as an emergency: please look at it first."
        ),
    )


TOLD_OUTSIDE = frozenset(
    {Doubt.PHONE_MORE, Doubt.PHONE_BESIDE, Doubt.PHONE_UNREAD, Doubt.SECRET, Doubt.STAFF}
)
"""The doubts that are said to whoever told it; what else there is, officers decide."""


def doubt_words(codes: Collection[str], among: Collection[str] = tuple(Doubt)) -> list[str]:
    """The sentences of doubts, each once, in their order; what is no doubt says nothing."""
    return [str(doubt.label) for doubt in Doubt if doubt in codes and doubt in among]

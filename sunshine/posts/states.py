"""The words of posts and pledges."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PledgeState(TextChoices):
    """What became of a pledge."""

    MADE = "made", _("promised")
    KEPT = "kept", _("kept in time")
    LATE = "late", _("kept late")
    NOT_KEPT = "not_kept", _("not kept")


class Helpful(TextChoices):
    """What a resident says of a service."""

    YES = "yes", _("it helped")
    PARTLY = "partly", _("it helped a little")
    NO = "no", _("it did not help")

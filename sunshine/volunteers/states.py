"""The words of those who offer themselves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Free(TextChoices):
    """When somebody has time, coarse on purpose."""

    WEEKDAY_DAY = "weekday_day", _("weekdays, daytime")
    WEEKDAY_EVENING = "weekday_evening", _("weekdays, evening")
    WEEKEND_DAY = "weekend_day", _("weekend, daytime")
    WEEKEND_EVENING = "weekend_evening", _("weekend, evening")


class ConsentKind(TextChoices):
    """What somebody agrees to, each for itself and taken back by one tap (domain §6.6, 志愿服务条例 art. 20)."""

    KEEP = "keep", _("You keep what I offer: my chosen name, skills and free time")
    PUBLIC = (
        "public",
        _(
            "My chosen name may stand on public pages beside what I do and the organisation, also of the party, that "
            "answers for it"
        ),
    )
    CALL = "call", _("You may call or write to me about it")
    MATCH = "match", _("You may propose wishes to me that fit")

"""The words of the line: stages of a brand, units of indicators, topics that group kinds of matters."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.people.states import OrganisationKind


class Stage(TextChoices):
    """创特色、建精品、出亮点: where a brand stands, by recorded review, never by points."""

    FEATURE = "feature", _("distinctive feature, being built")
    QUALITY = "quality", _("proven quality")
    HIGHLIGHT = "highlight", _("showcase")


MOVES: dict[str, str] = {Stage.FEATURE: Stage.QUALITY, Stage.QUALITY: Stage.HIGHLIGHT}
"""The one stage that follows another; none is skipped and none is taken twice."""

CARRIERS: dict[int, frozenset[str]] = {
    Level.COMMUNITY: frozenset({OrganisationKind.GENERAL_BRANCH, OrganisationKind.PARTY_COMMITTEE}),
    Level.STREET: frozenset({OrganisationKind.PARTY_WORK_COMMITTEE, OrganisationKind.PARTY_COMMITTEE}),
    Level.COUNTY: frozenset({OrganisationKind.PARTY_WORK_COMMITTEE, OrganisationKind.PARTY_COMMITTEE}),
}
"""Which party organisations carry the line at a level (the paper gives every community's to its general branch)."""

QUARTERS_FOR_QUALITY = 4
"""So many quarters with figures make a brand of quality (domain §8); fewer is a warning in the review, not a bar."""


class IndicatorUnit(TextChoices):
    """What an indicator is measured in."""

    SHARE = "share", "%"
    COUNT = "count", _("times or things")
    PEOPLE = "people", _("attendances")
    HOURS = "hours", _("hours")
    KILOGRAMS = "kilograms", _("kg")
    AVERAGE = "average", _("per matter")
    PER_HUNDRED = "per_hundred", _("per 100 households")
    POINTS = "points", _("percentage points")


RATES = [IndicatorUnit.SHARE, IndicatorUnit.AVERAGE, IndicatorUnit.PER_HUNDRED]
"""Units of figures with a base: without one there is nothing to say, and the page says “—”."""


class Topic(TextChoices):
    """What kinds of matters are counted together; which ones is a table, edited on screen."""

    HAZARD = "hazard", _("hazards (safety risks to be removed)")
    SAFETY = "safety", _("safety events (to be dealt with in time)")
    NOISE = "noise", _("noise")
    ORDER = "order", _("public order")

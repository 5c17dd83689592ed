"""The words of partner lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListKind(TextChoices):
    """The three lists between a community and its partner units (需求清单、资源清单、项目清单)."""

    NEED = "need", _("What the community needs")
    RESOURCE = "resource", _("What a unit can give")
    PROJECT = "project", _("What they do together")

"""The words of what a community offers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Function(TextChoices):
    """The four functions of a community (管理、服务、保障、教育): the way into everything that is offered."""

    MANAGEMENT = "management", _("Management")
    SERVICE = "service", _("Service")
    SECURITY = "security", _("Security")
    EDUCATION = "education", _("Education")


class Way(TextChoices):
    """How a service is had besides coming to the counter and calling, which are always possible."""

    ONLINE = "online", _("online")
    AT_HOME = "at_home", _("we come to your home")
    PROXY = "proxy", _("we or somebody you send do it for you")


class Door(TextChoices):
    """The page of this platform on which a service begins."""

    REPORT = "report", _("Report something")
    HELP = "help", _("Ask for help")
    SERVE = "serve", _("Offer to help")

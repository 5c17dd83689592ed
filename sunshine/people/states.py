"""The words for organisations, roles and consent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is; routing rules name kinds, places tell which one."""

    COUNTY = "county", _("County government")
    STREET = "street", _("Sub-district office")
    COMMUNITY = "community", _("Residents' committee")
    DEPARTMENT = "department", _("Department")
    UTILITY = "utility", _("Public utility")
    PROPERTY = "property", _("Property management")
    SUPERVISION = "supervision", _("Supervision desk")
    PARTY_WORK_COMMITTEE = "party_work_committee", _("Party working committee")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    GENERAL_BRANCH = "general_branch", _("General party branch")
    BRANCH = "branch", _("Party branch")
    PARTY_GROUP = "party_group", _("Party group")
    PARTNER = "partner", _("Partner unit")


PARTY_KINDS = frozenset(
    {
        OrganisationKind.PARTY_WORK_COMMITTEE,
        OrganisationKind.PARTY_COMMITTEE,
        OrganisationKind.GENERAL_BRANCH,
        OrganisationKind.BRANCH,
        OrganisationKind.PARTY_GROUP,
    }
)


class Role(TextChoices):
    """What an officer may do; where, is the reach: role × place prefix or organisation."""

    COUNTY_ADMIN = "county_admin", _("County administrator")
    STREET_SUPERVISOR = "street_supervisor", _("Street supervisor")
    DISPATCHER = "dispatcher", _("Street dispatcher")
    SECRETARY = "secretary", _("Community secretary")
    COMMUNITY_WORKER = "community_worker", _("Community worker")
    GRID_WORKER = "grid_worker", _("Grid worker")
    HANDLER = "handler", _("Department handler")
    SUPERVISION = "supervision", _("Supervision officer")
    AUDITOR = "auditor", _("Auditor")


class Purpose(TextChoices):
    """Why a contact is kept; collect once, as little as serves."""

    CASE = "case", _("To answer your report")
    FOR_PERSON = "for_person", _("To reach the person you reported for")

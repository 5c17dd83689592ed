"""The first account of a county, and the way back in when its administrators are locked out."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.people.actions.officers import assign, create_officer, reset_password, reset_second_factor
from sunshine.people.actions.organisations import create_organisation
from sunshine.people.actions.step import day_of
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import organisations_at, reach
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.states import Actor


@transaction.atomic
def appoint_administrator(
    *, username: str, name: str, organisation: str, by: Actor, at: datetime, second_factor: bool = False
) -> tuple[Officer, str]:
    """A county administrator with a one-time password: a new account, or a new password for one who holds the post.

    Each of its steps is an action with its own entry. `organisation` names the county government if there is none
    yet; with `second_factor` that of a lost phone is taken away too. Raises Refused for a log-in name that belongs to
    somebody without that post, or to a closed account.
    """
    day = day_of(at)
    officer = Officer.objects.filter(username=username.strip().lower()).select_related("organisation").first()
    if officer is not None:
        if Role.COUNTY_ADMIN not in reach(officer, day).roles:
            raise Refused(_("This account is not a county administrator's."), code="not_administrator")
        if second_factor:
            reset_second_factor(officer, by=by, at=at)
        return reset_password(officer, by=by, at=at)
    officer, secret = create_officer(
        username=username, name=name, organisation=_government(organisation, by=by, at=at), by=by, at=at
    )
    assign(officer, role=Role.COUNTY_ADMIN, place=settings.COUNTY, by=by, at=at)
    return officer, secret


def _government(name: str, *, by: Actor, at: datetime) -> Organisation:
    found = organisations_at(settings.COUNTY, on=day_of(at)).filter(kind=OrganisationKind.COUNTY).first()
    if found is not None:
        return found
    return create_organisation(name=name, kind=OrganisationKind.COUNTY, place=settings.COUNTY, by=by, at=at)

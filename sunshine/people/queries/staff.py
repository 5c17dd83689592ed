"""Organisations and officers of a place on a day, from the database; other systems' keys."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet

from sunshine.lib.division import is_code
from sunshine.people.models import Assignment, Officer, Organisation, PartnerKey


def in_force(on: date) -> Q:
    """Rows dated so that they hold on that day: from `valid_from` until the day before `valid_to`."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def organisations_at(prefix: str, *, on: date) -> QuerySet[Organisation]:
    """The organisations at or below a place on a day, county first."""
    if not is_code(prefix):
        return Organisation.objects.none()
    return Organisation.objects.filter(in_force(on), place__startswith=prefix).order_by("place", "kind", "id")


def staff(prefix: str, *, on: date) -> QuerySet[Officer]:
    """The officers of the organisations at or below a place, each with `roles_today`; two queries in all."""
    held = Assignment.objects.filter(in_force(on)).order_by("place", "role")
    return (
        Officer.objects.filter(organisation__in=organisations_at(prefix, on=on))
        .select_related("organisation")
        .prefetch_related(Prefetch("assignments", held, to_attr="roles_today"))
        .order_by("organisation__place", "name", "id")
    )


def partner_keys() -> list[PartnerKey]:
    """The keys of other systems that are in use, oldest first."""
    return list(PartnerKey.objects.filter(ended_at__isnull=True).order_by("id"))


def has_second_factor(officer: Officer) -> bool:
    """Whether log-in asks this officer for a code."""
    return Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists()

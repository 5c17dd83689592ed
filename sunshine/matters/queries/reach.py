"""The reach of an officer as a condition on matters."""

from django.db.models import Q

from sunshine.people.queries import Reach

_COLUMN = {9: "street", 12: "community", 15: "place"}


def reach_condition(of: Reach, verb: str, *, restricted: bool = False) -> Q:
    """Return the condition for the places and holders of a reach; whole-county reach needs none."""
    found = Q(pk__in=[])
    for prefix in sorted(of.prefixes(verb, restricted=restricted)):
        if len(prefix) == 6:
            return Q()
        found |= Q(**{_COLUMN[len(prefix)]: prefix})
    holders = of.holders(verb, restricted=restricted)
    return found | Q(holder__in=sorted(holders)) if holders else found

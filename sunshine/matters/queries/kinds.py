"""Which kinds of matters there are."""

from django.apps import apps

from sunshine.matters.models import Matter


def kinds_of_matters() -> list[type[Matter]]:
    """Return the models of all kinds of matters, in the order of their rooms: a new room is in no list."""
    return [model for model in apps.get_models() if issubclass(model, Matter)]

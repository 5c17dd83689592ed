"""A step of migrations that changes what the models call a thing, and nothing in the database."""

from typing import Any

from django.db import migrations


class RenameInModels(migrations.SeparateDatabaseAndState):
    """Several changes of names at once: the models are made anew after all of them, not after each."""

    def __init__(self, state_operations: list[Any]) -> None:
        super().__init__(state_operations=state_operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Forget the models that were made before; whoever needs them next makes them anew, once."""
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)

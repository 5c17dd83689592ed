"""A new sealing key, and everything sealed put under it: `sunshine manage rotate_keys`."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.models import Case, Note
from sunshine.desk.accounts import factor_keys, reseal_factors
from sunshine.matters.actions.resting import reseal_originals
from sunshine.matters.queries.originals import original_keys
from sunshine.people.actions import reseal_contacts
from sunshine.people.queries import contact_keys
from sunshine.record.actions import rewrap_seals, rotate_keys
from sunshine.record.queries import ring, seal_keys
from sunshine.record.states import Actor
from sunshine.wishes.models import Wish, WishNote

BATCH = 1000
OWN_WORDS: tuple[Any, ...] = (Case, Note, Wish, WishNote)
KINDS: list[tuple[str, Callable[..., tuple[int, int]]]] = [
    ("contacts", reseal_contacts),
    ("second factors", reseal_factors),
    ("record", rewrap_seals),
    *((f"words of {model._meta.db_table}", partial(reseal_originals, model)) for model in OWN_WORDS),
]


class Command(BaseCommand):
    help = "Make a new sealing key and put under it what older keys sealed. May be stopped and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--finish", action="store_true", help="make no new key, only put the rest under it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, reseal batch by batch, and say which keys nothing uses any more."""
        if not options["finish"]:
            rotate_keys(by=Actor.system("operator"), at=timezone.now())
        self.stdout.write(_("Sealing with %(key)s.") % {"key": ring().current_id})
        for kind, reseal in KINDS:
            self.stdout.write(f"{kind}: {self._all(kind, reseal)}")
        words = original_keys(*(model._meta.db_table for model in OWN_WORDS))
        self._tell(Counter(contact_keys()) + Counter(factor_keys()) + Counter(seal_keys()) + Counter(words))

    def _all(self, kind: str, reseal: Callable[..., tuple[int, int]]) -> int:
        """Batch by batch, each in a transaction of its own; how many were sealed anew."""
        last, total = reseal(after=0, limit=BATCH)
        while last:
            self.stderr.write(f"{kind} … {total}")
            last, more = reseal(after=last, limit=BATCH)
            total += more
        return total

    def _tell(self, used: Counter[str]) -> None:
        for name in ring().names:
            self.stdout.write(_("%(key)s: %(count)s values") % {"key": name, "count": used[name]})
        self.stdout.write(
            _(
                "Restart the service now, so that every process seals with the new key; then run rotate_keys --finish. "
                "After that a key with 0 values may be removed, half an hour later at the earliest."
            )
        )

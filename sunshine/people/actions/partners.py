"""Keys of other systems: shown once, kept as a digest, ended any time."""

import hashlib
import secrets
from datetime import datetime

from django.db import connection, transaction

from sunshine.lib.prepared import prepared_cursor
from sunshine.people.actions.step import day_of
from sunshine.people.models import PartnerKey
from sunshine.people.rules import check
from sunshine.record.rows import enter_step
from sunshine.record.states import Actor, ActorKind


@transaction.atomic
def create_partner_key(*, name: str, by: Actor, at: datetime) -> tuple[PartnerKey, str]:
    """A key for another system that may report; the clear text is returned once and kept nowhere."""
    check(by, "tables", on=day_of(at))
    secret = secrets.token_urlsafe(24)
    row = PartnerKey.objects.create(name=name, digest=key_digest(secret), valid_from=day_of(at))
    enter_step(f"partner:{row.pk}", "create", by=by, at=at, hidden=True, facts={"name": name})
    return row, secret


@transaction.atomic
def end_partner_key(row: PartnerKey, *, by: Actor, at: datetime) -> None:
    """End a key: from now on it opens nothing."""
    check(by, "tables", on=day_of(at))
    if PartnerKey.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=at):
        enter_step(f"partner:{row.pk}", "end", by=by, at=at, hidden=True)


def partner(secret: str) -> Actor | None:
    """The other system that holds this key, as an actor; None for a key that opens nothing."""
    if not secret:
        return None
    # At every report: past the ORM, which would cost more than the answer.
    with prepared_cursor(connection) as cursor:
        cursor.execute(
            "SELECT id, name FROM people_partnerkey WHERE digest = %s AND ended_at IS NULL",
            [key_digest(secret)],
        )
        row = cursor.fetchone()
    return Actor(ActorKind.PARTNER, f"partner:{row[0]}", None, row[1]) if row else None


def key_digest(secret: str) -> str:
    """What the table keeps of a key: 144 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()

"""The unguessable link of a request: derived from its reference, looked up by digest, stored nowhere."""

from sunshine.lib import seal
from sunshine.record.queries import ring

_PURPOSE = "case-link"


def token_of(ref: str) -> str:
    """The link's token (128 bits, URL-safe), the same each time, so that a slip can be printed again."""
    return seal.token(ring(), ref, purpose=_PURPOSE)


def digest(token: str) -> str:
    """What the table keeps of a token: its SHA-256, so that a copy of the table opens no link."""
    return seal.token_digest(token)

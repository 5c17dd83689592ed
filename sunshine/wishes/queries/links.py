"""The unguessable link of a wish: derived from its reference, looked up by digest, stored nowhere."""

from sunshine.lib import seal
from sunshine.record.queries import ring

_PURPOSE = "wish-link"


def wish_token(ref: str) -> str:
    """The link's token (128 bits, URL-safe), the same each time, so that a slip can be printed again."""
    return seal.token(ring(), ref, purpose=_PURPOSE)

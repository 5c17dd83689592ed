"""Unguessable links: derived from a reference, looked up by digest, stored nowhere."""

from sunshine.lib import seal
from sunshine.record.queries import ring


def link_token(ref: str, *, purpose: str) -> str:
    """Return the token of a link (128 bits, URL-safe), the same each time, so that a slip can be printed again.

    `purpose` keeps the links of one kind of thing apart from all others. It is in every printed slip: it never changes.
    """
    return seal.token(ring(), ref, purpose=purpose)

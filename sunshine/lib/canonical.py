"""Bytes that are the same for the same facts on every machine (RFC 8785), and digests of them."""

from hashlib import sha256
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """The canonical JSON (RFC 8785) of dicts with text keys, lists, text, numbers, booleans and None.

    Raises ValueError for anything else, for NaN, and for integers beyond ±(2⁵³−1).
    """
    return rfc8785.dumps(value)


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return sha256(data).hexdigest()


def commitment(salt: bytes, body: bytes) -> str:
    """Hex SHA-256 of salt and body: binds to `body` and says nothing of it once the salt is erased.

    Raises ValueError for a salt under 16 bytes, which could be guessed.
    """
    if len(salt) < 16:
        raise ValueError("A salt has at least 16 bytes")
    return digest(salt + body)

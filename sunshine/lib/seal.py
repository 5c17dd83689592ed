"""Sealing of personal values at rest (AES-256-GCM) with keys from a folder that only the service may read.

Every sealed value carries the number of its key, so keys rotate without touching old values. Form of a value:
one byte version, two bytes key number, 12 bytes nonce, ciphertext with tag. Header and purpose are associated
data: a value copied from one column into another does not open there.
"""

import base64
import fcntl
import hashlib
import hmac
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
HEADER = 3
NONCE = 12
KEY_BYTES = 32
INDEX_FILE = "index.key"
_KEY_FILE = re.compile(r"k([1-9]\d{0,4})\.key")
_DATA_KEY_PURPOSE = "record.data-key"


class Broken(Exception):
    """A sealed value that does not open: altered, cut, meant for another purpose, or its key is gone."""


class UnsafeKeys(Exception):
    """Key files that others may read or change, or that are damaged; the service must not start with them."""


class KeyRing:
    """The keys of one installation: `k1.key`, `k2.key` … for sealing and `index.key` for blind indexes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: dict[int, bytes] = {}
        self._index = b""
        self.reload()

    @classmethod
    def open(cls, folder: Path) -> "KeyRing":
        """Open the ring in `folder`; make folder (0700) and first keys (0600) where there are none.

        Raises UnsafeKeys when others may read a key or write to the folder, or a key is damaged or missing.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o022:
            raise UnsafeKeys(f"Others may write to the key folder {folder}; set its mode to 0700")
        with _alone_in(folder):
            keys = any(_KEY_FILE.fullmatch(path.name) for path in folder.iterdir())
            index = (folder / INDEX_FILE).exists()
            if keys != index:  # a new key in its place would hide that what it sealed is lost
                raise UnsafeKeys(f"A key is missing in {folder}; bring it back from the backup")
            if not keys:
                _new_key_file(folder / INDEX_FILE)
                _new_key_file(folder / "k1.key")
        return cls(folder)

    def reload(self) -> None:
        """Read the key files again; another process may have rotated."""
        names = [found for path in self.folder.iterdir() if (found := _KEY_FILE.fullmatch(path.name))]
        self._keys = {int(name[1]): _read_key(self.folder / name[0]) for name in names}
        self._index = _read_key(self.folder / INDEX_FILE)

    @property
    def current(self) -> int:
        """Number of the key that seals new values: the highest."""
        return max(self._keys)

    @property
    def current_id(self) -> str:
        """Name of the key that seals new values, such as "k1"."""
        return f"k{self.current}"

    @property
    def names(self) -> list[str]:
        """The keys on this ring, oldest first, such as "k1"."""
        return [f"k{number}" for number in sorted(self._keys)]

    @property
    def index_key(self) -> bytes:
        """The key of blind indexes and tokens; it does not rotate, or no one would be found again."""
        return self._index

    def rotate(self) -> str:
        """Make a new key and seal with it from now on; returns its name. Old keys stay for old values."""
        with _alone_in(self.folder):
            self.reload()
            _new_key_file(self.folder / f"k{self.current + 1}.key")
        self.reload()
        return self.current_id

    def key(self, number: int) -> bytes:
        """The key with this number; Broken when there is none, even after looking again."""
        if number not in self._keys:
            self.reload()
        if number not in self._keys:
            raise Broken(f"The key k{number} is not on this ring")
        return self._keys[number]


def seal(ring: KeyRing, plain: str, *, purpose: str) -> bytes:
    """Seal a text under the current key for one purpose, such as "people.phone"."""
    return _lock(ring, plain.encode(), purpose)


def unseal(ring: KeyRing, blob: bytes, *, purpose: str) -> str:
    """The text of a sealed value; Broken when it does not open for this purpose."""
    return _unlock(ring, blob, purpose).decode()


def reseal(ring: KeyRing, blob: bytes, *, purpose: str) -> bytes:
    """The same text under the current key; the value itself when it already is under it."""
    if key_id(blob) == ring.current_id:
        return blob
    return seal(ring, unseal(ring, blob, purpose=purpose), purpose=purpose)


def key_id(blob: bytes) -> str:
    """Name of the key under which a value was sealed; Broken when it is no sealed value."""
    blob = bytes(blob)
    if len(blob) < HEADER + NONCE + 16 or blob[0] != VERSION:
        raise Broken("This is not a sealed value")
    return f"k{int.from_bytes(blob[1:HEADER], 'big')}"


def new_data_key() -> bytes:
    """A fresh key for one entry of the record; whoever deletes it erases the entry's sealed part."""
    return secrets.token_bytes(KEY_BYTES)


def wrap(ring: KeyRing, data_key: bytes) -> bytes:
    """Seal a data key under the current key."""
    return _lock(ring, data_key, _DATA_KEY_PURPOSE)


def unwrap(ring: KeyRing, wrapped: bytes) -> bytes:
    """The data key; Broken when it does not open."""
    return _unlock(ring, wrapped, _DATA_KEY_PURPOSE)


def rewrap(ring: KeyRing, wrapped: bytes) -> bytes:
    """The same data key under the current key, so that a rotation leaves the ciphertext untouched."""
    return wrapped if key_id(wrapped) == ring.current_id else wrap(ring, unwrap(ring, wrapped))


def encrypt(data_key: bytes, plain: bytes) -> bytes:
    """Nonce and ciphertext of `plain` under a data key (32 bytes)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(data_key).encrypt(nonce, plain, None)


def decrypt(data_key: bytes, blob: bytes) -> bytes:
    """The plain bytes of `encrypt`; Broken when altered, cut or under another key."""
    return _open(data_key, bytes(blob), b"")


def blind_index(ring: KeyRing, text: str, *, purpose: str) -> str:
    """Hex HMAC-SHA256 by which an equal text is found without being readable; normalise the text first."""
    return _mac(ring, "index", text, purpose).hex()


def token(ring: KeyRing, text: str, *, purpose: str) -> str:
    """A link part nobody can guess (128 bits, 22 url-safe characters), always the same for the same text."""
    return base64.urlsafe_b64encode(_mac(ring, "token", text, purpose)[:16]).rstrip(b"=").decode()


def token_digest(token: str) -> str:
    """What a table keeps of a token: its SHA-256, so that a copy of the table opens no link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mac(ring: KeyRing, kind: str, text: str, purpose: str) -> bytes:
    message = b"\0".join(part.encode() for part in (kind, purpose, text))
    return hmac.new(ring.index_key, message, hashlib.sha256).digest()


def _lock(ring: KeyRing, plain: bytes, purpose: str) -> bytes:
    number = ring.current
    header = bytes([VERSION]) + number.to_bytes(2, "big")
    nonce = secrets.token_bytes(NONCE)
    return header + nonce + AESGCM(ring.key(number)).encrypt(nonce, plain, header + purpose.encode())


def _unlock(ring: KeyRing, blob: bytes, purpose: str) -> bytes:
    blob = bytes(blob)
    number = int(key_id(blob)[1:])
    return _open(ring.key(number), blob[HEADER:], blob[:HEADER] + purpose.encode())


def _open(key: bytes, blob: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(blob[:NONCE], blob[NONCE:], bound)
    except (InvalidTag, ValueError):
        raise Broken("A sealed value does not open") from None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder against other processes that would make keys at the same time."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _new_key_file(path: Path) -> None:
    """Write a fresh key so that it appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mkstemp makes it 0600
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.rename(name, path)


def _read_key(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeKeys(f"Others may read the key {path}; set its mode to 0600")
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise UnsafeKeys(f"The key {path} is damaged")
    return key

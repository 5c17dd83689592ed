"""Where an installation keeps its things, and who must be able to get there.

Keys, photos and database lie in separate folders that only their owner may enter. Rights of folders that
existed before are never changed: what the database's user cannot reach is put elsewhere instead.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from sunshine.config.failures import Failure

SYSTEM = Path("/var/lib/sunshine-grid")
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class User:
    """An account of the operating system."""

    uid: int
    gid: int


def me() -> User:
    """The account this process runs as."""
    return User(os.geteuid(), os.getegid())


def may_enter(path: Path, user: User) -> bool:
    """Whether `user` can walk into `path`, judged by the rights of every existing folder on the way."""
    if user.uid == 0:
        return True
    path = Path(os.path.realpath(path))
    return all(_enterable(folder, user) for folder in (path, *path.parents))


def _enterable(folder: Path, user: User) -> bool:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return True
    except PermissionError:
        return False
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def make_private(path: Path, user: User | None = None) -> Path:
    """Make `path` a folder that only `user` (default: we) may enter; refuse one that belongs to another."""
    user = user or me()
    try:
        path.mkdir(mode=0o700, parents=False)
    except FileExistsError:
        _belongs(path, user)
        return path
    except FileNotFoundError:
        passable(path.parent)
        return make_private(path, user)
    except OSError as error:
        raise Failure(f"The folder {path} cannot be made: {error.strerror}.") from error
    path.chmod(0o700)
    if user != me():
        os.chown(path, user.uid, user.gid)
    return path


def passable(path: Path) -> Path:
    """Make `path` a folder that others can walk through; one that exists stays as it is."""
    if not path.exists():
        passable(path.parent)
        try:
            path.mkdir()
        except FileExistsError:
            return path
        except OSError as error:
            raise Failure(f"The folder {path} cannot be made: {error.strerror}.") from error
        path.chmod(0o755)  # whatever the umask says
    return path


def _belongs(path: Path, user: User) -> None:
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise Failure(f"{path} must be a folder.")
    if found.st_uid == me().uid != user.uid and not any(path.iterdir()):
        os.chown(path, user.uid, user.gid)
        found = path.lstat()
    if found.st_uid != user.uid:
        raise Failure(
            f"The folder {path} belongs to another user; give it back or choose another SUNSHINE_HOME."
        )
    if found.st_mode & 0o077:
        raise Failure(f"The folder {path} may be entered by others; run: chmod 700 {path}")


def database_user(data: Path) -> User:
    """Who runs the embedded database: we ourselves, or as root the data's owner, or else `nobody`."""
    if os.geteuid() != 0:
        return me()
    if (data / "PG_VERSION").exists() and (owner := data.stat()).st_uid != 0:
        return User(owner.st_uid, owner.st_gid)
    entry = pwd.getpwnam("nobody")
    return User(entry.pw_uid, entry.pw_gid)


def digest(home: Path) -> str:
    """A short name for an installation's folder, for use where the folder itself cannot be used."""
    return hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:12]


@dataclass(frozen=True)
class Folders:
    """The folders of one installation; nothing exists until it is needed."""

    home: Path

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def photos(self) -> Path:
        return self.home / "photos"

    @property
    def exports(self) -> Path:
        return self.home / "exports"

    @property
    def parked(self) -> Path:
        return self.home / "parked"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def _database_base(self) -> Path:
        moved = SYSTEM / digest(self.home)
        if os.geteuid() != 0 or (self.home / "database" / "PG_VERSION").exists():
            return self.home
        if (moved / "database" / "PG_VERSION").exists() or not may_enter(self.home, database_user(self.home)):
            return moved
        return self.home

    @property
    def database(self) -> Path:
        """The cluster's data folder: under home, or where the database's user can reach it."""
        return self._database_base / "database"

    @property
    def socket(self) -> Path:
        """The folder of the database's socket; short, because socket paths are limited to 107 bytes."""
        wanted = self._database_base / "socket"
        if len(os.fsencode(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        return Path("/tmp") / f"sunshine-{digest(self.home)}"  # noqa: S108 (verified by make_private())

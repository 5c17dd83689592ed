"""Hashed and compressed copies of the files that pages load, made again only when a file changed."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from sunshine.config import folders


def fingerprint() -> str:
    """A digest over name, size and time of every file that pages may load."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return seen.hexdigest()


def collect() -> bool:
    """Bring STATIC_ROOT up to date; returns whether there was anything to do."""
    stamp = settings.STATIC_ROOT / ".fingerprint"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    folders.passable(settings.STATIC_ROOT)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)
    return True

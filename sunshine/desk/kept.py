"""Parts of a page as they were rendered a moment ago: what many look at and what changes only by entries in the record."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def cached_part(
    request: HttpRequest,
    template: str,
    key: tuple[Any, ...],
    seconds: int,
    context: Callable[[], dict[str, Any]],
) -> SafeString:
    """Return a part of a page from the cache, rendered anew when its key is new or it is older than so many seconds.

    The key holds everything the part depends on: what is looked at, how far somebody may look, and the last entry counted.
    Nothing of a person's own (a token, a name) may stand in the part: the next who asks the same sees the same text.
    """
    said = repr((template, get_language(), *key))
    name = sha256(said.encode()).hexdigest()
    cache = caches["parts"]
    found: SafeString | None = cache.get(name)
    if found is None:
        found = render_to_string(template, context(), request)
        cache.set(name, found, seconds)
    return found

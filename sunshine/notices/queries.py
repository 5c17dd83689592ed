"""Reads of the outbox: the trays, and what waits to be sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from string import Template as Words
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from sunshine.lib.prepared import prepared_cursor
from sunshine.notices.models import Message
from sunshine.notices.states import MessageChannel, MessageState
from sunshine.tables.loading import read_shipped

TITLE_MOST = 120


@lru_cache(maxsize=1)
def shipped_templates() -> dict[tuple[str, str], tuple[str, str]]:
    """The templates as shipped: (kind, language) → (title, body)."""
    return {
        (kind, language): (words["title"], words["body"])
        for kind, languages in read_shipped("sunshine.notices", "templates").items()
        for language, words in languages.items()
    }


def templates(kinds: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Title and body by kind and language: ours where kept, else as shipped."""
    with prepared_cursor(connection) as cursor:
        cursor.execute(
            "SELECT kind, language, title, body FROM notices_template WHERE kind = ANY(%s)",
            [list(kinds)],
        )
        return shipped_templates() | {
            (kind, language): (title, body) for kind, language, title, body in cursor.fetchall()
        }


def channel() -> MessageChannel:
    """The channel of this installation: e-mail when a server is set, the console if asked, else the tray."""
    if settings.EMAIL_HOST:
        return MessageChannel.EMAIL
    return MessageChannel.CONSOLE if settings.NOTICES_CONSOLE else MessageChannel.TRAY


def tray(
    organisations: Iterable[int],
    officer: int | None,
    before: int | None = None,
    limit: int = 20,
    *,
    reach: Mapping[str, QuerySet[Any]] | None = None,
) -> list[Message]:
    """Messages to these organisations or this officer (keys), newest first, older than message `before`.

    `reach` says for each kind of matter which of them its reader may open: what was told of another one is left out, because
    already its number says that it exists. Whoever was told is not for ever within reach.
    """
    mine = Q(organisation__in=list(organisations))
    if officer is not None:
        mine |= Q(officer=officer)
    older = Q(id__lt=before) if before is not None else Q()
    rows = Message.objects.filter(mine & older)
    for kind, matters in (reach or {}).items():
        open_to = Exists(matters.filter(ref=Substr(OuterRef("subject"), len(kind) + 2)))
        rows = rows.filter(~Q(subject__startswith=f"{kind}:") | open_to)
    return list(rows.order_by("-id")[:limit])


def said_in(language: str, messages: list[Message]) -> list[Message]:
    """The same messages with title and text in this language, where they can be said in it: one statement at most."""
    foreign = [(row, row.filled) for row in messages if row.filled and row.language != language]
    words = templates({row.kind for row, _filled in foreign}) if foreign else {}
    for row, filled in foreign:
        if (found := words.get((row.kind, language))) is not None:
            title, body = (Words(text).safe_substitute(filled) for text in found)
            row.title, row.body = title[:TITLE_MOST], body
    return messages


def of_subject(subject: str) -> list[Message]:
    """Everything told about a subject, residents' messages too, oldest first."""
    return list(Message.objects.filter(subject=subject).order_by("id"))


def waiting(at: datetime, limit: int) -> list[Message]:
    """Messages whose next try has come by `at`, the longest waiting first."""
    due = Message.objects.filter(state=MessageState.WAITING, next_try_at__lte=at)
    return list(due.order_by("next_try_at", "id")[:limit])

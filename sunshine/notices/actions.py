"""Telling people: one row in the outbox, in the transaction of the step it tells of; delivery afterwards.

A message is not a state of its subject, so the subject's own entry covers it; delivery writes none.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from string import Template as Words
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from sunshine.lib.inserts import Insert
from sunshine.notices.models import Message, Template
from sunshine.notices.queries import TITLE_MOST, channel, shipped_templates, templates
from sunshine.notices.rules import check_context, check_keeper, check_template
from sunshine.notices.states import MAX_ATTEMPTS, MessageChannel, MessageState, Notice
from sunshine.people.actions import reset_second_factor
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.queries import lent_posts
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor

_MESSAGES = Insert.of(Message, connection, returning="key, id", behind=" ON CONFLICT (key) DO NOTHING")


def tell(
    kind: str,
    *,
    subject: str,
    at: datetime,
    organisation: Organisation | int | None = None,
    officer: Officer | int | None = None,
    contact: int | None = None,
    language: str = "zh-hans",
    context: dict[str, str | datetime],
    key: str | None = None,
) -> Message | None:
    """Put one message into the outbox, in the caller's transaction; None when `key` was told before.

    Goes to an organisation or officer (or their key) or a resident's contact (its key). Raises ValueError for
    an unknown kind or for a context beyond numbers, times, organisations and links (R-INT-01).
    """
    notice = Notice(kind, subject, _pk(organisation), _pk(officer), contact, language, context, key)
    return next(iter(tell_all([notice], at=at)), None)


@transaction.atomic
def tell_deputies(
    act: Callable[..., Any], row: Officer | Assignment, *, by: Actor, at: datetime, **told: Any
) -> Any:
    """Take a step of somebody's account or posts, and tell colleagues who stand in from it, or do no longer.

    `act` is an action of `people`, a room below this one, which tells nobody; returns what it returns.
    """
    officers = [row.pk] if isinstance(row, Officer) else [row.officer_id, row.stands_in_for_id or 0]
    before = _standing_in(officers, at)
    done = act(row, by=by, at=at, **told)
    after = _standing_in(officers, at)
    notices = [_to_deputy("deputy_named", after[name]) for name in after if name not in before]
    notices += [_to_deputy("deputy_ended", before[name]) for name in before if name not in after]
    tell_all(notices, at=at)
    return done


@transaction.atomic
def tell_factor_reset(officer: Officer, *, by: Actor, at: datetime) -> Officer:
    """Take away somebody's second factor, and tell them: whoever did not ask for it should hear."""
    done = reset_second_factor(officer, by=by, at=at)
    context: dict[str, str | datetime] = {"link": f"{settings.PUBLIC_URL}/desk/account/"}
    tell_all([Notice("factor_reset", done.subject, officer=done.pk, context=context)], at=at)
    return done


def _standing_in(officers: Iterable[int], at: datetime) -> dict[tuple[Any, ...], Assignment]:
    """Who stands in for whom from which day, by one of the posts."""
    rows = lent_posts(officers, timezone.localtime(at).date())
    return {(row.officer_id, row.stands_in_for_id, row.valid_from): row for row in rows}


def _to_deputy(kind: str, post: Assignment) -> Notice:
    """For which days and where; for whom stands on the page behind the link."""
    last = post.valid_to - timedelta(days=1) if post.valid_to else ""
    context: dict[str, str | datetime] = {
        "due": f"{post.valid_from} – {last}",
        "organisation": post.officer.organisation.name,
        "link": f"{settings.PUBLIC_URL}/desk/account/",
    }
    return Notice(kind, post.officer.subject, officer=post.officer_id, context=context)


def _pk(thing: Organisation | Officer | int | None) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.pk


def tell_all(notices: Sequence[Notice], *, at: datetime) -> list[Message]:
    """Put several messages into the outbox at once; returns those that were not there before.

    Within `pipeline_statements` the list is filled at the end of the block.
    """
    if not notices:
        return []
    words, way = templates({notice.kind for notice in notices}), channel()
    messages = [_message(notice, words, way, at) for notice in notices]
    once = list({message.key: message for message in reversed(messages)}.values())[::-1]
    new = list[Message]()

    def send_on(made: list[tuple[Any, ...]]) -> None:
        """Which rows there were not before (the ORM cannot say), and a job for each of them that leaves the house."""
        keys = dict(made)
        for message in once:
            message.pk = keys.get(message.key)
        new.extend(message for message in once if message.pk is not None)
        if leaving := [message.pk for message in new if message.state == MessageState.WAITING]:
            job = app.configure_task("notices.deliver", queue=settings.COUNTY_QUEUE)
            jobs: list[dict[str, JSONValue]] = [{"message_id": pk} for pk in leaving]
            job.batch_defer(*jobs)

    _MESSAGES.send(connection, _MESSAGES.values_of(once), send_on)
    return new


def _message(
    notice: Notice, templates: dict[tuple[str, str], tuple[str, str]], way: MessageChannel, at: datetime
) -> Message:
    check_context(notice.context)
    found = templates.get((notice.kind, notice.language)) or templates.get((notice.kind, "zh-hans"))
    if found is None:
        raise ValueError(f"There is no message of kind {notice.kind!r}")
    filled = {name: _text(value) for name, value in notice.context.items()}
    title, body = (Words(text).substitute(filled) for text in found)
    # A resident is known by telephone only, and a link in a log would speak for the resident.
    leaves = way is not MessageChannel.TRAY and notice.contact is None
    return Message(
        kind=notice.kind,
        language=notice.language,
        subject=notice.subject,
        organisation_id=notice.organisation,
        officer_id=notice.officer,
        contact=notice.contact,
        title=title[:TITLE_MOST],
        body=body,
        filled=filled if notice.contact is None else None,
        channel=way if leaves else MessageChannel.TRAY,
        state=MessageState.WAITING if leaves else MessageState.HELD,
        next_try_at=at if leaves else None,
        created_at=at,
        key=notice.key or uuid.uuid4().hex,
    )


def _text(value: str | datetime) -> str:
    return value if isinstance(value, str) else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def deliver(message: Message, *, at: datetime) -> Message:
    """Try once to send a waiting message; who else tries at the same moment finds it taken.

    A failure waits a minute, then two, four … and after MAX_ATTEMPTS stays in the tray as failed. A crash
    between sending and writing it down sends again: better twice than never.
    """
    again = at + timedelta(minutes=2**message.attempts)
    waiting = Message.objects.filter(
        pk=message.pk, state=MessageState.WAITING, attempts=message.attempts, next_try_at__lte=at
    )
    if not waiting.update(attempts=message.attempts + 1, next_try_at=again):
        return message
    message.attempts, message.next_try_at = message.attempts + 1, again
    try:
        reached = _send(message)
    except (OSError, SMTPException) as error:
        state = MessageState.FAILED if message.attempts >= MAX_ATTEMPTS else MessageState.WAITING
        return _settle(message, state, at, problem=_why(error))
    return _settle(message, MessageState.SENT if reached else MessageState.HELD, at)


def _send(message: Message) -> bool:
    """Send by the message's channel; False when its recipient has no address there."""
    if message.channel == MessageChannel.CONSOLE:
        print(f"[{message.kind}] {message.title}\n{message.body}", flush=True)
        return True
    recipient = message.officer or message.organisation
    if recipient is None or not recipient.email:
        return False
    send_mail(message.title, message.body, None, [recipient.email])
    return True


def _why(error: Exception) -> str:
    """What went wrong without any address in it."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return type(error).__name__ + (f" {code}" if code else "")


def _settle(message: Message, state: str, at: datetime, *, problem: str = "") -> Message:
    message.state, message.problem = state, problem
    if state != MessageState.WAITING:
        message.next_try_at, message.done_at = None, at
    if state == MessageState.HELD:
        message.channel = MessageChannel.TRAY
    message.save(update_fields=["state", "problem", "next_try_at", "done_at", "channel"])
    return message


@transaction.atomic
def set_template(template: Template, *, by: Actor, at: datetime) -> Template:
    """Change title and body of a message's template; `template.version` is the version that was seen.

    Raises Refused for words that may not leave the house or when `by` may not, Overtaken when somebody was faster.
    """
    check_keeper(by, at)
    check_template(template.title, template.body)
    changes = {"title": template.title, "body": template.body}
    lost = _("Somebody changed this meanwhile. Look at it again before you change it.")
    return change_row(
        template, "set", by=by, at=at, changes=changes, lost=lost, facts=_facts(template.title, template.body)
    )


@transaction.atomic
def load_templates(*, at: datetime) -> int:
    """Bring shipped templates where there are none; returns how many were new. Edited ones stay."""
    kept = set(Template.objects.values_list("kind", "language"))
    missing = {name: words for name, words in shipped_templates().items() if name not in kept}
    for (kind, language), (title, body) in missing.items():
        check_template(title, body)
        made = Template(kind=kind, language=language, title=title, body=body)
        add_row(made, "set", by=Actor.system("defaults"), at=at, facts=_facts(title, body))
    return len(missing)


def _facts(title: str, body: str) -> dict[str, Any]:
    return {"title": title, "body": body}


def erase_messages(subject: str) -> int:
    """Erase every message about a subject; how many. Part of the step that erases the subject."""
    return Message.objects.filter(subject=subject).delete()[0]

"""The outbox of messages to people, and their templates."""

import re

from django.db import models
from django.db.models import Q

from sunshine.notices.states import MessageChannel, MessageState
from sunshine.people.models import Officer, Organisation
from sunshine.record.rows import Versioned

_LINK = re.compile(r"https?://\S+")


class Template(Versioned):
    """The words of a kind of message in one language; numbers and links only, never details of a matter."""

    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=80)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="template_once_per_language"),
        ]

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"template:{self.kind}:{self.language}"

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class Message(models.Model):
    """A message that should reach somebody; written in the transaction of its step.

    `filled` are the words put into its template, for whoever reads it in another language than it was written in; None of
    residents' messages, which are read as they were sent.
    """

    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.CASCADE, related_name="+")
    contact = models.BigIntegerField(null=True)
    title = models.CharField(max_length=120)
    body = models.TextField()
    filled = models.JSONField(null=True)
    channel = models.CharField(max_length=10, choices=MessageChannel, default=MessageChannel.TRAY)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key_once"),
            models.CheckConstraint(
                condition=Q(state=MessageState.WAITING, next_try_at__isnull=False, done_at__isnull=True)
                | ~Q(state=MessageState.WAITING) & Q(next_try_at__isnull=True),
                name="message_waiting_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(officer__isnull=False) | Q(contact__isnull=False),
                name="message_has_a_recipient",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["organisation", "-id"], name="message_by_organisation"),
            models.Index(fields=["officer", "-id"], name="message_by_officer"),
            models.Index(fields=["subject"], name="message_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> str:
        """The text for staff, without a resident's link: whoever holds that speaks for the resident."""
        return self.body if self.contact is None else _LINK.sub("…", self.body)

"""Photos, decoded and stripped of place and camera data, never public unless released; workbooks made in the background."""

from django.db import models

from sunshine.files.states import UNDER_WAY, ExportState
from sunshine.people.models import Officer
from sunshine.record.rows import Versioned


class Photo(models.Model):
    """A photo of a matter. Its files are named by `name`; only staff and the link see them."""

    subject = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    step = models.PositiveIntegerField()
    released = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "digest"], name="photo_once_per_subject"),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[0-9a-f]{32}$"), name="photo_name_is_random_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Export(Versioned):
    """A workbook that an officer asked for: made in the background, fetched by them alone, gone after its days.

    `maker` is the name of the job that makes it, `filters` what it needs to know, `posts` what the officer held when it
    was made: only who holds these still fetches it. The file is named by `name`.
    """

    name = models.CharField(max_length=32, unique=True)
    maker = models.CharField(max_length=40)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="exports")
    language = models.CharField(max_length=10)
    filters = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    posts = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[0-9a-f]{32}$"), name="export_name_is_random_hex"
            ),
            models.UniqueConstraint(
                fields=["officer", "maker"],
                condition=models.Q(state__in=UNDER_WAY),
                name="export_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The name of this workbook in the record."""
        return f"export:{self.name}"

    @property
    def under_way(self) -> bool:
        """Whether it is still to become a file."""
        return self.state in UNDER_WAY

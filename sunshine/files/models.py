"""Photos: decoded, stripped of place and camera data, re-encoded; never public unless released."""

from django.db import models


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

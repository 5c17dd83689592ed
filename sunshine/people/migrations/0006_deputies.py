"""A deputy for leave holds another's posts from a day to a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """A column and its constraint."""

    dependencies = [("people", "0005_group_leaders")]

    operations = [
        migrations.AddField(
            "assignment",
            "stands_in_for",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="lent", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(valid_to__isnull=False) & ~Q(stands_in_for=F("officer")),
                name="assignment_deputy_dated_and_another",
            ),
        ),
    ]

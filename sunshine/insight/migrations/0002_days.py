"""Totals of days beside those of months, and how often something happened again: everything is counted anew."""

from django.db import migrations, models

EMPTY = ["DELETE FROM insight_tally", "DELETE FROM insight_life", "DELETE FROM insight_cursor"]
"""The job begins with the first entry again; pages say up to when they are."""


class Migration(migrations.Migration):

    dependencies = [("insight", "0001_handling")]

    operations = [
        migrations.CreateModel(
            name="DayTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("place", models.CharField(max_length=12)),
                ("dimension", models.CharField(max_length=12)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("measure", models.CharField(max_length=24)),
                ("value", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("place", "dimension", "day", "key", "measure"), name="day_tally_once")],
            },
        ),
        migrations.RunSQL(EMPTY, EMPTY),
    ]

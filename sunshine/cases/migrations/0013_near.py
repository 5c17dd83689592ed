"""Which requests may tell of the same matter is kept when they come in, instead of compared at each look."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A table, a column and an index; what is open already is compared by the worker."""

    dependencies = [("cases", "0012_way_back")]

    operations = [
        migrations.CreateModel(
            name="Near",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("likeness", models.FloatField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="near", to="cases.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "other"), name="near_once")],
            },
        ),
        migrations.AddField("case", "compared_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "case", models.Index(condition=Q(("compared_at", None), ("open", True)), fields=["id"], name="case_to_compare")
        ),
    ]

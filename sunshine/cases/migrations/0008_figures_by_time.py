from django.db import migrations, models


class Migration(migrations.Migration):
    """What indicators look for: matters of a community by deadline, and what residents said by time."""

    dependencies = [("cases", "0007_from_a_post")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["community", "due_at"], name="case_due_community"),
        ),
        migrations.AddIndex(
            model_name="confirmation", index=models.Index(fields=["at"], name="confirmation_time")
        ),
    ]

"""What was put into a message's template is kept, so that it can be read in another language than it was written in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column; older messages stay as they were written."""

    dependencies = [("notices", "0002_whole_sentences")]

    operations = [migrations.AddField("message", "filled", models.JSONField(null=True))]

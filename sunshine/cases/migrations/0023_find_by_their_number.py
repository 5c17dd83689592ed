"""The number of the other office is among the words that a search finds: what came with one is indexed anew by the job."""

from django.db import migrations

FORWARD = ["UPDATE cases_case SET words_version = NULL WHERE external_number IS NOT NULL"]


class Migration(migrations.Migration):
    """One mark on what came with a number; the text stays as it is."""

    dependencies = [("cases", "0022_ledgers_brought")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

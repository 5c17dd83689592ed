"""The source of shipped rows was English: what nobody has written anew becomes the Chinese that ships now."""

from django.db import migrations

FORWARD = ["UPDATE volunteers_skill SET source = '可修改的默认值' WHERE source = 'shipped default, edit as needed'"]


class Migration(migrations.Migration):
    """Words only; whoever wrote a source of their own keeps it."""

    dependencies = [("volunteers", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

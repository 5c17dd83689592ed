from django.db import migrations

# A community's character is dated and owned now, in `programmes`. The column stays for one release, with what was
# entered, so that the processes of the release before still find it; the next release drops it.
KEEP = ["""ALTER TABLE places_place ALTER COLUMN "character" SET DEFAULT ''"""]
BACK = ["""ALTER TABLE places_place ALTER COLUMN "character" DROP DEFAULT"""]


class Migration(migrations.Migration):
    dependencies = [("places", "0002_one_grid_at_a_time")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(KEEP, BACK)],
            state_operations=[migrations.RemoveField("place", "character")],
        )
    ]

"""Tie a building's grid to the open row of its history, and ship the one row of the map's version.

The composite foreign key is beyond the ORM. Deferred to the end of the transaction, because a move changes both
rows. A retired building has no open row: `live` is then null and the key asks nothing.
"""

from django.db import migrations

FORWARD = [
    """
ALTER TABLE places_building
    ADD CONSTRAINT building_grid_is_the_open_one FOREIGN KEY (id, grid_id, live)
        REFERENCES places_buildinggrid (building_id, grid_id, open) DEFERRABLE INITIALLY DEFERRED
""",
    "INSERT INTO places_mapversion (id, version, stamp) VALUES (1, 0, '00000000-0000-0000-0000-000000000000')",
]

BACKWARD = [
    "DELETE FROM places_mapversion",
    "ALTER TABLE places_building DROP CONSTRAINT building_grid_is_the_open_one",
]


class Migration(migrations.Migration):
    dependencies = [("places", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

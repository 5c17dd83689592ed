"""Tie the chain of a wish and its holder together, as `cases` does for requests: by constraint, without triggers."""

from django.db import migrations

FORWARD = [
    """
ALTER TABLE party_wishcustody
    ADD CONSTRAINT wish_custody_of_a_wish FOREIGN KEY (wish_id) REFERENCES party_wish (id)
        DEFERRABLE INITIALLY DEFERRED
""",
    """
ALTER TABLE party_wishcustody
    ADD CONSTRAINT wish_custody_follows FOREIGN KEY (wish_id, after) REFERENCES party_wishcustody (wish_id, ended)
        DEFERRABLE INITIALLY DEFERRED
""",
    """
ALTER TABLE party_wish
    ADD CONSTRAINT wish_held_by_open_end FOREIGN KEY (id, link, holder_id, open)
        REFERENCES party_wishcustody (wish_id, link, holder_id, open) DEFERRABLE INITIALLY DEFERRED
""",
]

BACKWARD = [
    "ALTER TABLE party_wish DROP CONSTRAINT wish_held_by_open_end",
    "ALTER TABLE party_wishcustody DROP CONSTRAINT wish_custody_follows",
    "ALTER TABLE party_wishcustody DROP CONSTRAINT wish_custody_of_a_wish",
]


class Migration(migrations.Migration):
    dependencies = [("party", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

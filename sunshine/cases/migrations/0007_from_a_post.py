from django.db import migrations, models

CHANNELS = [
    ("web", "website"),
    ("phone", "telephone"),
    ("counter", "counter"),
    ("grid", "grid worker"),
    ("post", "member or volunteer on a post"),
    ("open311", "another system"),
    ("import", "imported ledger"),
]


class Migration(migrations.Migration):
    """A member or volunteer on a post may bring a request; a word more to choose from, no change of the table."""

    dependencies = [("cases", "0006_services")]

    operations = [
        migrations.AlterField("case", "channel", models.CharField(choices=CHANNELS, max_length=10)),
        migrations.AlterField("confirmation", "channel", models.CharField(choices=CHANNELS, max_length=10)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_returns_are_proposals")]

    operations = [
        migrations.AddField(
            model_name="part",
            name="found",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]

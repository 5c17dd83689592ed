from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_custody_chain")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["closed_at", "id"], condition=Q(open=False) & ~Q(text=""), name="case_to_forget"
            ),
        ),
    ]

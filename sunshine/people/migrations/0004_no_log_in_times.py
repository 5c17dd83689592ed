"""Nobody keeps when staff logged in (principle 1)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_partner_keys")]
    operations = [migrations.RemoveField(model_name="officer", name="last_login")]

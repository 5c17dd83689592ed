"""Shipped messages to offices ended in a colon before their link, which the desk leaves away: whole sentences now."""

from django.db import migrations

FORWARD = [
    f"UPDATE notices_template SET body = regexp_replace(body, '{before}\\$\\{{link\\}}$', '{after}${{link}}') WHERE step = 1"
    for before, after in (
        ("，理由见：", "，理由请打开查看。"),
        ("; the reason stands here: ", "; open it for the reason. "),
        ("：", "。"),
        (": ", ". "),
    )
]


class Migration(migrations.Migration):
    """Words that nobody has changed; `step` counts the changes."""

    dependencies = [("notices", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

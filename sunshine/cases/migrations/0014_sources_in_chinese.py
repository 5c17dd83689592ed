"""The sources of shipped rules were English: what nobody has written anew becomes the Chinese that ships now."""

from django.db import migrations

WORDS = """
    ('shipped default, edit as needed', '可修改的默认值'),
    ('shipped default, edit as needed [I]', '可修改的默认值：平台的建议'),
    ('shipped default, edit as needed [U]', '可修改的默认值：通行做法或法规，请先核实'),
    ('[I]', '可修改的默认值'),
    ('[I] after Weifang 2021: no return after designation [L]', '可修改的默认值：参照潍坊12345条例（2021），指定承办单位后不得再退'),
    ('[I] after Beijing 2021 art. 16 [L]', '可修改的默认值：参照北京市接诉即办工作条例（2021）第十六条'),
    ('[I] domain default: within 3 working days', '可修改的默认值：3个工作日内'),
    ('[I] after bench/bench_duplicates.py on 2 201 real messages', '可修改的默认值：用2201条真实留言测算'),
    ('[I] a published example: 30/35/35', '可修改的默认值：公开的考核示例，30/35/35'),
    ('[I] smaller groups would show single persons', '可修改的默认值：人数再少，就看得出是哪个人'),
    ('[I] some ten seconds of work; more is better asked for by month', '可修改的默认值：约需十秒；再多的，按月导出更合适'),
    ('[I] it can be made anew at any time', '可修改的默认值：随时可以重新生成'),
    ('R-REQ-03; Beijing 2021 art. 17 [L]', '社区职责清单；参照北京市接诉即办工作条例（2021）第十七条'),
    ('Weifang 2021 [L]', '参照潍坊12345条例（2021）'),
    ('domain default list', '可修改的默认值：各地常见的剔除理由')
"""
TABLES = ("category", "communityduty", "service", "parameter", "reason", "rung")
FORWARD = [
    f"UPDATE cases_{table} AS kept SET source = words.zh FROM (VALUES {WORDS}) AS words (en, zh) WHERE kept.source = words.en"
    for table in TABLES
]


class Migration(migrations.Migration):
    """Words only; whoever wrote a source of their own keeps it."""

    dependencies = [("cases", "0013_near")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

"""A ledger brought to the desk, in a browser: every page of its way is accessible and fits the screen."""

from datetime import UTC, datetime

import pytest

from sunshine.cases.actions.ledgers import keep_ledger
from sunshine.cases.jobs import import_ledger
from sunshine.cases.models import Case, LedgerImport
from sunshine.cases.sheets.brought import take_ledger
from tests.desk.town import make_town

KNOWN = "工单编号,诉求内容,类别\nA1,楼道堆满了杂物,楼道垃圾\nA2,楼道里有垃圾,楼道垃圾\n,没有编号的一行,\n"
STRANGE = "工单编号,诉求内容,特别说明\nA1,楼道堆满了杂物,请尽快\nA2,楼道里有垃圾,已打过三次电话\n"


def bring(officer, text: str) -> LedgerImport:
    ledger = keep_ledger(
        text.encode(), "十一月.csv", officer=officer, source="12345", community="", language="zh-hans",
        at=datetime.now(UTC),
    )  # fmt: skip
    import_ledger(ledger.pk)
    ledger.refresh_from_db()
    return ledger


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_its_width(live_server, look):
    officer = make_town().secretary
    asking, previewed, taken = (bring(officer, text) for text in (STRANGE, KNOWN, KNOWN))
    assert Case.objects.count() == 0  # outside any other transaction, too, nothing is left of a preview
    take_ledger(taken, at=datetime.now(UTC))
    import_ledger(taken.pk)
    waiting = bring(officer, KNOWN)
    LedgerImport.objects.filter(pk=waiting.pk).update(state="working", task="take", rows=3, done=1)

    pages = [f"/desk/ledgers/{ledger.name}/" for ledger in (asking, previewed, taken, waiting)]
    assert look(["/desk/ledgers/", *pages], officer=officer) == []
    assert Case.objects.filter(batch__gt="").count() == 2

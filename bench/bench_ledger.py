"""A large ledger of another office taken in, beside bare reading of the same file and COPY of the same rows.

A workbook of so many rows with fifteen columns, half of them finished there with their replies, half running, is taken in as the
background job takes it in. The rows that came of it, in whatever tables, are then put aside, and one process reads the file with
python-calamine alone and brings the same rows back by COPY: the same bytes, constraints and indexes. Limits: at least a tenth as
fast as that; the processes of the import together hold at most 150 MB more than that one.

BENCH_LEDGER (100000) rows; BENCH_HOME keeps the folder.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import xlsxwriter
from django.db import connection, connections, transaction
from python_calamine import CalamineWorkbook

from bench import serving
from bench.figures import Figure, exit_code, tell
from bench.ground import COMMUNITIES, COUNTY, GRIDS, HOME, analyse, ground
from sunshine.cases.sheets import import_requests
from sunshine.people.models import Organisation
from sunshine.record.states import Actor, ActorKind

ROWS = int(os.environ.get("BENCH_LEDGER", "100000"))
MB = 2**20
COLUMNS = (
    "工单编号", "标题", "诉求内容", "受理时间", "事发地址", "诉求人", "联系电话", "诉求类别", "办结时限", "办理状态", "办结时间",
    "答复内容", "是否保密", "紧急程度", "退回次数",
)  # fmt: skip
WHAT = (
    "楼道里的声控灯坏了一个多星期，晚上老人上下楼看不清，摔了怎么办", "小区门口的井盖松动，车一压就响，半夜吵得睡不着",
    "单元门锁不上，外来人员随便进出，希望物业尽快维修", "垃圾清运不及时，夏天味道特别大，楼下的住户不敢开窗",
    "暖气不热，室内只有十五度，家里有刚满月的孩子", "自来水发黄，放了十几分钟还是浑的，不知道能不能用",
    "楼上装修周末也不停，早上六点多就开始砸墙", "广场舞音响声音太大，影响孩子写作业",
    "路边违停的车太多，把消防通道都占了", "想咨询一下老年证怎么办理，需要带什么材料",
    "低保申请交了两个月还没有结果，想问问到哪一步了", "供热公司收了维修费，但是一直没有人来修",
)  # fmt: skip
MORE = (
    "，已经反映过两次了",
    "，请尽快处理",
    "，希望能给个说法",
    "，家里有老人和孩子",
    "，物业说不归他们管",
    "",
)


def write_ledger(path: Path) -> None:
    """A ledger as a hotline exports it; the same one each time."""
    dice = random.Random(7)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, COLUMNS)
    began = datetime(2026, 3, 1, 8, tzinfo=UTC)
    for n in range(ROWS):
        told = began + timedelta(minutes=2 * n)
        done = n % 2 == 0
        community = dice.randrange(COMMUNITIES)
        words = f"{dice.choice(WHAT)}{dice.choice(MORE)}。{dice.choice(WHAT)}{dice.choice(MORE)}。编号{n}。"
        row = (
            f"LH{n:09}", words[:12], words, f"{told:%Y-%m-%d %H:%M:%S}",
            f"第{community + 1}社区第{n % GRIDS + 1}网格{n % 40 + 1}号楼{n % 6 + 1}单元", dice.choice("王李张刘陈") + "某",
            f"138{dice.randrange(10**8):08}", "", f"{told + timedelta(days=300):%Y-%m-%d}",
            "已办结" if done else "办理中", f"{told + timedelta(days=4):%Y-%m-%d %H:%M:%S}" if done else "",
            "经现场核实，已安排人员处理完毕，并电话回复诉求人。" if done else "", "否", "一般", "0",
        )  # fmt: skip
        page.write_row(n + 1, 0, row)
    book.close()


def take_in(path: Path) -> None:
    """The import, as the job does it."""
    office = Organisation.objects.get(place=COUNTY, kind="county")
    by = Actor(ActorKind.SYSTEM, "import", office.pk, office.name)
    report = import_requests(path, path.name, source="12345", by=by, at=datetime.now(UTC))
    assert report.accepted == ROWS, str(report)


def bring_back(path: Path) -> None:
    """Read the file and COPY the rows that were put aside, constraints looked at as ever."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert len(rows) == ROWS + 1
    with transaction.atomic(), connection.cursor() as cursor:
        for kept in sorted(path.parent.glob("kept-*.copy")):
            table = kept.name.removeprefix("kept-").removesuffix(".copy")
            goal = f'"{table}" ({columns(cursor, table)})'
            with cursor.copy(f"COPY {goal} FROM STDIN (FORMAT binary)") as copy, kept.open("rb") as file:
                while piece := file.read(MB):
                    copy.write(piece)


def columns(cursor, table: str) -> str:
    """The columns of a table that are not made from others."""
    cursor.execute(
        "SELECT string_agg(format('%%I', attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return cursor.fetchone()[0]


def last_rows() -> dict[str, tuple[str, int]]:
    """The key of each table of the county that counts its rows, and the highest there is."""
    with connection.cursor() as cursor:
        tables = [
            table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"
        ]
        found = {}
        for table in tables:
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f'SELECT max("{key}"), pg_typeof(max("{key}"))::text FROM "{table}"')
            last, kind = cursor.fetchone()
            if kind in {"integer", "bigint"}:
                found[table] = (key, last or 0)
    return found


def put_aside(before: dict[str, tuple[str, int]], folder: Path) -> dict[str, int]:
    """Write what came into each table to files and take it out of the tables; how many rows each."""
    came = {}
    with connections["owner"].cursor() as cursor:
        for table, (key, last) in before.items():
            new = f'"{table}" WHERE "{key}" > {last}'
            cursor.execute(f"SELECT count(*) FROM {new}")
            if count := cursor.fetchone()[0]:
                came[table] = count
                file = (folder / f"kept-{table}.copy").open("wb")
                rows = f"SELECT {columns(cursor, table)} FROM {new}"
                with file, cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT binary)") as copy:
                    file.writelines(copy)
        for table in came:  # the record forbids it; what refers to it goes in the same transaction
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        with transaction.atomic("owner"):
            for table in came:
                key, last = before[table]
                cursor.execute(f'DELETE FROM "{table}" WHERE "{key}" > {last}')
        for table in came:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute("VACUUM FULL")
    return came


def timed(what: str, path: Path) -> tuple[float, int]:
    """Seconds of a part in a process of its own, without its start; and the bytes that it and its children held at most."""
    command = [sys.executable, "-W", "ignore", __file__, what, str(path)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "BENCH_HOME": str(HOME)}
    )
    most = 0

    def look() -> None:
        nonlocal most
        while child.poll() is None:
            most = max(most, serving.memory([child.pid]))
            time.sleep(0.05)

    looking = threading.Thread(target=look)
    looking.start()
    answer, _ = child.communicate()
    looking.join()
    assert child.returncode == 0, f"{what} broke"
    return float(json.loads(answer.splitlines()[-1])), most


def part(what: str, path: Path) -> None:
    """The other side of `timed`."""
    connection.ensure_connection()
    began = time.perf_counter()
    {"take_in": take_in, "bring_back": bring_back}[what](path)
    print(json.dumps(time.perf_counter() - began), flush=True)


def main() -> int:
    """Take a ledger in, put it aside, bring it back."""
    with ground():
        path = HOME / "ledger.xlsx"
        write_ledger(path)
        before = last_rows()
        ours, held = timed("take_in", path)
        came = put_aside(before, HOME)
        analyse()
        bare, least = timed("bring_back", path)
        print("  rows:", ", ".join(f"{table} {n}" for table, n in came.items()))
    tell(
        Figure(
            "ledger: bare read and COPY ÷ import",
            bare / ours,
            "≥ 0.1",
            f"{bare:.1f} s ÷ {ours:.1f} s, {ROWS} rows, {ROWS / ours:.0f} a second",
        ),
        Figure(
            "ledger: memory above the bare read, MB",
            (held - least) / MB,
            "≤ 150",
            f"{held / MB:.0f} − {least / MB:.0f} MB",
        ),
    )
    return exit_code()


if __name__ == "__main__":
    sys.exit(part(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 1 else main())

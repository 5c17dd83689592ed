"""Every measure, one after another, and one table of all figures at the end: `python -m bench [NAME …]`.

Exits 1 when a figure missed its limit or a program broke, and says which. BENCH_QUICK=1 takes small sizes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import kept

HERE = Path(__file__).resolve().parent
MEASURES = (
    "points",
    "addresses",
    "categories",
    "duplicates",
    "reports",
    "desk_list",
    "rollup",
    "dashboard",
    "export",
    "masks",
    "ledger",
    "attack",
)
QUICK = {
    "BENCH_CASES": "100000",
    "BENCH_PAGES": "5",
    "BENCH_ROUNDS": "3",
    "BENCH_SECONDS": "2",
    "BENCH_LEDGER": "4000",
    "ATTACK_MINUTES": "0.3",
}


def run(name: str, table: Path, programs: Path) -> bool:
    """Run one program; whether it measured to its end, be it that a limit is missed: that is a figure, no crash."""
    print(f"── {name}", flush=True)
    sizes = QUICK if os.environ.get("BENCH_QUICK") else {}
    environment = {**sizes, **os.environ, "BENCH_FIGURES": str(table), "PYTHONPATH": str(HERE.parent)}
    command = [sys.executable, "-W", "ignore", str(programs / f"bench_{name}.py")]
    before = len(kept(table))
    done = subprocess.run(command, check=False, env=environment, stderr=subprocess.PIPE, text=True)
    if done.stderr:
        print(done.stderr[-2000:], file=sys.stderr)
    # An uncaught exception ends with 1 as a missed limit does; only the latter has told the figure.
    missed = any(not figure.holds for figure in kept(table)[before:])
    return done.returncode == 0 or (done.returncode == 1 and missed and "Traceback" not in done.stderr)


def main(names: list[str], programs: Path = HERE) -> int:
    """Run the measures named, or all; returns 1 when a limit is missed or a program broke."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "figures"
        broken = [name for name in names or MEASURES if not run(name, table, programs)]
        figures = kept(table)
    print("\n── all figures")
    for figure in figures:
        print(figure.line())
    missed = [figure.what for figure in figures if not figure.holds]
    for word, what in (("missed", missed), ("broke", broken)):
        if what:
            print(f"{word}: " + ", ".join(what))
    return 1 if missed or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

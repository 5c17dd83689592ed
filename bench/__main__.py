"""Every measure, one after another, and one table of all figures at the end: `python -m bench [NAME …]`.

Exits 0 when every program ran, whatever its figures; 1 when one broke. BENCH_QUICK=1 takes small sizes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import kept

HERE = Path(__file__).resolve().parent
MEASURES = ("points", "addresses", "categories", "duplicates", "reports", "desk_list", "rollup", "dashboard")
QUICK = {"BENCH_CASES": "100000", "BENCH_PAGES": "5", "BENCH_ROUNDS": "3", "BENCH_SECONDS": "2"}


def run(name: str, table: Path) -> bool:
    """One program; whether it ran to its end. Some say by exit 1 that a limit is missed: that is a figure, no crash."""
    print(f"── {name}", flush=True)
    sizes = QUICK if os.environ.get("BENCH_QUICK") else {}
    environment = {**sizes, **os.environ, "BENCH_FIGURES": str(table), "PYTHONPATH": str(HERE.parent)}
    command = [sys.executable, "-W", "ignore", str(HERE / f"bench_{name}.py")]
    done = subprocess.run(command, check=False, env=environment, stderr=subprocess.PIPE, text=True)
    if done.stderr:
        print(done.stderr[-2000:], file=sys.stderr)
    return done.returncode == 0 or (done.returncode == 1 and "Traceback" not in done.stderr)


def main(names: list[str]) -> int:
    """Run the measures named, or all."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "figures"
        broken = [name for name in names or MEASURES if not run(name, table)]
        print("\n── all figures")
        for figure in kept(table):
            print(figure.line())
    if broken:
        print("broke: " + ", ".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

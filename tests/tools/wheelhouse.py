"""A tiny index in a folder, a lock over it, and the Makefile's own way to install it."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def add_wheel(index: Path, name: str, version: str, *metadata: str) -> str:
    """Put a wheel without any code into the index; returns its line of a lock."""
    place = index / name
    place.mkdir(parents=True, exist_ok=True)
    wheel, info = place / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    head = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata]
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr(f"{info}/METADATA", "\n".join([*head, ""]))
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    (place / "index.html").write_text(
        "".join(f'<a href="{it.name}">{it.name}</a>' for it in place.glob("*.whl"))
    )
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class Checkout:
    """A folder like a checkout's with one lock file and an environment still to be made."""

    def __init__(self, place: Path) -> None:
        self.index, self.environment = place / "index", place / "environment"
        self.lock = place / "requirements" / "demo.txt"
        self.lock.parent.mkdir()
        (place / "pyproject.toml").touch()
        (place / "tools").symlink_to(ROOT / "tools")
        self.place = place

    def pretend_environment(self) -> None:
        """Let the environment seem made, for a test in which nothing comes as far as to use it."""
        (self.environment / "bin").mkdir(parents=True)
        (self.environment / "bin" / "python").touch()

    def install(self) -> subprocess.CompletedProcess[str]:
        """Run what the Makefile would run for the lock, but for the installation of our own package."""
        done = f"{self.environment}/done/demo"
        options = ["-f", str(ROOT / "Makefile"), f"VENV={self.environment}", f"PYTHON={sys.executable}"]
        # Run under `make test`, make would speak of its levels and directories between the commands.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE"))}
        planned = subprocess.run(
            ["make", "--dry-run", *options, done],
            cwd=self.place,
            env=kept,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        script = "\n".join(line for line in planned.splitlines() if not line.endswith(" -e ."))
        outside = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": self.index.as_uri(),
            "PIP_NO_CACHE_DIR": "1",
        }
        return subprocess.run(
            ["sh", "-ec", script], cwd=self.place, env=kept | outside, capture_output=True, text=True
        )

    def installed(self) -> set[str]:
        """Name and version of everything in the environment."""
        found = self.environment.glob("lib/python*/site-packages/*.dist-info")
        return {path.name.removesuffix(".dist-info") for path in found}

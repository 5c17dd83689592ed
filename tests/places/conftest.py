import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files that are never part of the repository: SUNSHINE_SHARED_DATA, else beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("SUNSHINE_SHARED_DATA") or beside)
    if not folder.is_dir():
        pytest.skip("shared data not present")
    return folder

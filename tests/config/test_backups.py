"""A county goes into one file and comes back."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from sunshine.config import backups, keys
from sunshine.config.failures import Failure
from sunshine.people.models import Organisation
from tests.bed import TestDatabase
from tests.config.test_county import command

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def county(settings, tmp_path: Path) -> Path:
    """A county with an organisation, a photo and a key."""
    settings.HOME, settings.KEYS, settings.PHOTOS = tmp_path, tmp_path / "keys", tmp_path / "photos"
    Organisation.objects.create(name="街道办", kind="street", place="231282999", valid_from="2026-01-01")
    (tmp_path / "photos").mkdir(mode=0o700)
    (tmp_path / "photos" / "lamp.webp").write_bytes(b"light")
    keys.make(tmp_path / "keys" / "secret")
    return tmp_path


def _lose(county: Path) -> None:
    Organisation.objects.all().delete()
    (county / "photos" / "lamp.webp").unlink()


def test_a_backup_brings_back_tables_and_photos(county: Path):
    file = backups.backup(None, with_keys=False)
    _lose(county)

    backups.restore(file, replace=True)

    connection.close()
    assert Organisation.objects.get().name == "街道办"
    assert (county / "photos" / "lamp.webp").read_bytes() == b"light"


def test_after_a_restore_the_serving_role_has_its_rights_and_no_more(county: Path):
    backups.restore(backups.backup(None, with_keys=False), replace=True)

    connection.close()
    cache.set("lamp", "on")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('record_entry', 'DELETE')")
        assert (cache.get("lamp"), cursor.fetchone()) == ("on", (False,))


def test_keys_are_in_it_only_if_asked_for(county: Path, capsys: pytest.CaptureFixture[str]):
    secret = (county / "keys" / "secret").read_text()
    without, with_keys = county / "without.tar", county / "with.tar"
    backups.backup(without, with_keys=False)
    backups.backup(with_keys, with_keys=True)
    (county / "keys" / "secret").unlink()

    backups.restore(without, replace=True)
    assert "holds no keys" in capsys.readouterr().err
    backups.restore(with_keys, replace=True)

    assert (county / "keys" / "secret").read_text() == secret


def test_a_backup_is_for_us_only_and_never_overwrites(county: Path):
    file = backups.backup(county / "grid.tar", with_keys=False)

    assert oct(file.stat().st_mode)[-3:] == "600"
    with pytest.raises(Failure, match="exists already"):
        backups.backup(file, with_keys=False)


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_what_is_no_backup_is_refused(county: Path, content: bytes):
    file = county / "broken.tar"
    file.write_bytes(content)

    with pytest.raises(Failure, match="cannot be read as a backup"):
        backups.restore(file, replace=True)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """The home of another machine; its path short and open to the database's user."""
    home = Path(tempfile.mkdtemp(prefix="sun-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


def test_a_backup_comes_back_on_another_machine(
    county: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    file = backups.backup(county / "grid.tar", with_keys=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    there = {"SUNSHINE_HOME": str(elsewhere)}
    count = "from sunshine.people.models import Organisation; print('found', Organisation.objects.count())"

    before = command("manage", "shell", "-c", count, **there)
    restored = command("restore", str(file), **there)
    after = command("manage", "shell", "-v0", "-c", count, **there)

    assert before.stderr.endswith("County 231282 is not in this database yet; run `sunshine migrate`.\n")
    assert (restored.returncode, after.stdout) == (0, "found 1\n")
    assert (elsewhere / "photos" / "lamp.webp").read_bytes() == b"light"


@pytest.fixture
def on_a_node(test_database: TestDatabase) -> Iterator[None]:
    """What Citus would say of the county, in a catalogue of the test."""
    with test_database.connect(autocommit=True) as asked:
        asked.execute(
            "CREATE VIEW public.pg_dist_schema AS "
            "SELECT to_regnamespace('c231282')::oid AS schemaid, 7 AS colocationid"
        )
    yield
    with test_database.connect(autocommit=True) as asked:
        asked.execute("DROP VIEW public.pg_dist_schema")


def test_a_restore_says_how_a_county_goes_back_to_its_node(
    county: Path, on_a_node: None, capsys: pytest.CaptureFixture[str]
):
    backups.restore(backups.backup(None, with_keys=False), replace=True)

    said = capsys.readouterr().err
    assert said.count("the county lies on a node of Citus") == 1
    assert "SELECT citus_schema_distribute('c231282')" in said


def test_without_citus_a_restore_says_nothing_of_nodes(county: Path, capsys: pytest.CaptureFixture[str]):
    backups.restore(backups.backup(None, with_keys=False), replace=True)

    assert "Citus" not in capsys.readouterr().err


def test_a_missing_file_is_refused(county: Path):
    with pytest.raises(Failure, match="There is no file"):
        backups.restore(county / "absent.tar", replace=True)

"""What keeps the public out."""

import pytest
from django.core.management import call_command

from sunshine.config import checks, demo_accounts, keys
from sunshine.config.failures import Failure
from tests.factories.places import PlaceFactory

HOLDS_DEMO = "This installation holds the demonstration's accounts; use another SUNSHINE_HOME and database."
pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def safe(settings, tmp_path, monkeypatch):
    """An installation that the public may come to."""
    settings.HOME, settings.KEYS = tmp_path, tmp_path / "keys"
    settings.SECRET_KEY_KEPT = True
    settings.PUBLIC_URL, settings.HTTPS = "https://grid.example.org", True
    settings.ALLOWED_HOSTS = ["grid.example.org"]
    keys.make(tmp_path / "keys" / "secret")
    # tests run without fsync; what the check asks the server is tested below
    monkeypatch.setattr(checks, "_durability", list)
    return settings


def unsafe() -> list[str]:
    """The sentences of what is unsafe."""
    return [finding.sentence for finding in checks.findings() if finding.unsafe]


def test_a_safe_installation_passes(safe):
    assert unsafe() == []
    checks.refuse_unsafe()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY_KEPT": False}, "SUNSHINE_SECRET_KEY"),
        ({"ALLOWED_HOSTS": ["*"]}, "SUNSHINE_ALLOWED_HOSTS allows every host"),
        ({"ALLOWED_HOSTS": ["other.example.org"]}, "does not name grid.example.org"),
        ({"PUBLIC_URL": "http://grid.example.org"}, "does not begin with https://"),
        ({"HTTPS": False}, "does not begin with https://"),
        ({"PUBLIC_URL": "https://127.0.0.1"}, "this machine only"),
    ],
)
def test_each_unsafe_setting_is_named(safe, change: dict, named: str):
    for name, value in change.items():
        setattr(safe, name, value)

    [sentence] = unsafe()
    assert named in sentence
    with pytest.raises(Failure, match="not safe to serve the public"):
        checks.refuse_unsafe()


def test_the_demonstrations_accounts_keep_the_public_out(safe):
    demo_accounts.hand_out({"secretary": "社区书记"})

    assert unsafe() == [HOLDS_DEMO]


def test_a_demonstration_restored_elsewhere_keeps_the_public_out(safe):
    PlaceFactory(source=demo_accounts.SOURCE)

    assert unsafe() == [HOLDS_DEMO]


def test_keys_that_others_may_read_are_named(safe):
    (safe.KEYS / "secret").chmod(0o640)

    assert unsafe() == [f"Others may read the keys (secret); run: chmod -R go= {safe.KEYS}"]


def test_a_server_that_may_lose_reports_is_named():
    [finding] = checks._durability()

    assert "may lose acknowledged reports" in finding.sentence


def test_missing_holidays_and_settings_are_only_notes(safe):
    call_command("check", verbosity=0)
    notes = [finding.sentence for finding in checks.findings() if not finding.unsafe]

    assert "SUNSHINE_FILING_NUMBER is not set: no filing number (备案号) is shown." in notes


@pytest.mark.parametrize(("proxies", "noted"), [(0, True), (1, False)])
def test_that_nobody_stands_in_front_is_noted(safe, proxies: int, noted: bool):
    safe.PROXIES = proxies
    found = [one.sentence for one in checks.findings() if "SUNSHINE_PROXIES is 0" in one.sentence]
    assert bool(found) is noted


@pytest.mark.parametrize(
    ("listen", "address", "public"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000", False),
        ("[::1]:8000", "http://localhost:8000", False),
        ("0.0.0.0:8000", "http://127.0.0.1:8000", True),
        ("127.0.0.1:8000", "https://grid.example.org", True),
    ],
)
def test_who_is_meant_to_come(settings, listen: str, address: str, public: bool):
    settings.LISTEN, settings.PUBLIC_URL = listen, address

    assert checks.is_public() is public

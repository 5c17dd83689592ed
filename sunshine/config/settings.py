"""The one settings file; everything that may differ between installations is read from the environment."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from sunshine.config import env

BASE_DIR = Path(__file__).resolve().parents[2]
COUNTY = env.text("SUNSHINE_COUNTY", "231282")
COUNTY_SCHEMA = f"c{COUNTY}"
COUNTY_QUEUE = COUNTY_SCHEMA
HOME = Path(env.text("SUNSHINE_HOME") or BASE_DIR / ".sunshine")

SECRET_KEY = env.text("SUNSHINE_SECRET_KEY") or "replaced-at-start-by-the-key-file"
DEBUG = False
ALLOWED_HOSTS = env.words("SUNSHINE_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "sunshine.record",
    "sunshine.people",
    "sunshine.places",
    "sunshine.clocks",
    "sunshine.notices",
    "sunshine.files",
    "sunshine.cases",
    "sunshine.disclosure",
    "sunshine.ui",
    "sunshine.public",
    "sunshine.desk",
    "sunshine.api",
]
AUTH_USER_MODEL = "people.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "sunshine.config.urls"
WSGI_APPLICATION = "sunshine.config.wsgi.application"

TIME_ZONE = env.text("SUNSHINE_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "sunshine" / "locale"]

DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "sunshine"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

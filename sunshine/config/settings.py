"""The one settings file; everything that may differ between installations is read from the environment.

Every variable read here is explained in docs/operator.md (a test compares the two).
"""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from sunshine.config import database, env, keys
from sunshine.config.folders import Folders

BASE_DIR = Path(__file__).resolve().parents[2]

# ── the county and where its things are kept ──────────────────────────────────
COUNTY = env.county("SUNSHINE_COUNTY", "231282")
COUNTY_SCHEMA = f"c{COUNTY}"
COUNTY_QUEUE = COUNTY_SCHEMA
HOME = Path(env.text("SUNSHINE_HOME") or BASE_DIR / ".sunshine").absolute()
KEYS = Folders(HOME).keys
PHOTOS = Folders(HOME).photos
EXPORTS = Folders(HOME).exports
PARKED = Folders(HOME).parked

# ── secrets and addresses ─────────────────────────────────────────────────────
SECRET_KEY_FILE = KEYS / "secret"
SECRET_KEY = env.secret("SUNSHINE_SECRET_KEY", least=32) or keys.read(SECRET_KEY_FILE)
SECRET_KEY_KEPT = bool(SECRET_KEY)
# Without a kept key this process gets its own; `sunshine serve` makes the file before it starts others.
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(48)
KEYS_LOST = env.words("SUNSHINE_KEYS_LOST")
DEBUG = False
ALLOWED_HOSTS = env.words("SUNSHINE_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
LISTEN = env.text("SUNSHINE_LISTEN", "127.0.0.1:8000")
# Until somebody says otherwise the house is found from this machine, at the port on which it listens.
PUBLIC_URL = env.address("SUNSHINE_PUBLIC_URL", f"http://127.0.0.1:{LISTEN.rpartition(':')[2]}")
HTTPS = env.flag("SUNSHINE_HTTPS", PUBLIC_URL.startswith("https://"))
PROXIES = env.number("SUNSHINE_PROXIES", 0, most=5)
WEB_WORKERS = env.number("SUNSHINE_WORKERS", 2, least=1, most=64)
WEB_THREADS = env.number("SUNSHINE_THREADS", 4, least=1, most=64)
WEB_READERS = env.number("SUNSHINE_READERS", 128, least=1, most=1024)
ACCESS_LOG = env.flag("SUNSHINE_ACCESS_LOG", False)
METRICS_FROM = env.words("SUNSHINE_METRICS_FROM", ("127.0.0.1", "::1"))
DEMO = (HOME / "demo-accounts.txt").exists()
DEMO_PASSWORD = env.text("SUNSHINE_DEMO_PASSWORD")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; /healthz must answer without
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sunshine.config.errors.show_forged"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
LANGUAGE_COOKIE_AGE = 31_536_000

# ── what the platform shows ───────────────────────────────────────────────────
PLATFORM_NAME = "阳光党建·网格管理平台"
FILING_NUMBER = env.text("SUNSHINE_FILING_NUMBER")
AREA_CODE = env.text(
    "SUNSHINE_AREA_CODE", "0455"
)  # 0455 is Suihua's, to which the county of the default belongs
HOTLINE = env.text("SUNSHINE_HOTLINE", "12345")
TILE_URL = env.text("SUNSHINE_TILE_URL")
TILE_DATUM = env.choice("SUNSHINE_TILE_DATUM", "wgs84", ("wgs84", "gcj02"))
TILE_ATTRIBUTION = env.text("SUNSHINE_TILE_ATTRIBUTION")

# ── parts ─────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "sunshine.record",
    "sunshine.people",
    "sunshine.places",
    "sunshine.clocks",
    "sunshine.notices",
    "sunshine.files",
    "sunshine.matters",
    "sunshine.cases",
    "sunshine.volunteers",
    "sunshine.services",
    "sunshine.posts",
    "sunshine.wishes",
    "sunshine.party",
    "sunshine.programmes",
    "sunshine.insight",
    "sunshine.disclosure",
    "sunshine.ui",
    "sunshine.public",
    "sunshine.desk",
    "sunshine.api",
    "sunshine.demo",
    # after ours, so that our log-in pages are found before allauth's own
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sunshine.config.middleware.IdleTimeOut",
    "sunshine.config.middleware.ChosenLanguage",
    "sunshine.config.errors.ReadOnce",  # before whatever reads a form, the check of its token above all
    "sunshine.config.middleware.AskOnce",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sunshine.desk.middleware.KeepTyped",
    "sunshine.ui.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sunshine.desk.middleware.Watched",
    "sunshine.desk.middleware.MustChangePassword",
    "sunshine.desk.middleware.MustHaveSecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "sunshine.ui.middleware.ElderMode",
    "sunshine.ui.middleware.ContentSecurityPolicy",
]
ROOT_URLCONF = "sunshine.config.urls"
WSGI_APPLICATION = "sunshine.config.wsgi.application"
AUTH_USER_MODEL = "people.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sunshine.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "sunshine.ui.forms.Renderer"

# ── languages and time ────────────────────────────────────────────────────────
TIME_ZONE = env.time_zone("SUNSHINE_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "sunshine" / "locale"]
USE_THOUSAND_SEPARATOR = False

# ── database, cache, queue ────────────────────────────────────────────────────
try:
    DATABASES = database.databases(COUNTY_SCHEMA, HOME)
except env.BadSetting as error:
    raise ImproperlyConfigured(str(error)) from None
DATABASE_ROUTERS = ["sunshine.config.database.Router"]
# Where room is looked for, and how much must be left for the platform to say that it is ready.
DISKS = {"installation": HOME, "photos": PHOTOS}
if database.is_embedded():
    DISKS["database"] = Folders(HOME).database
FREE_LEAST = env.number("SUNSHINE_FREE_MB", 500, most=10_000_000) * 2**20
# What the serving role may do with these tables; every other table of the county it may read and write.
APPEND_ONLY = {
    "record_entry": "SELECT, INSERT",
    "record_seal": "SELECT, INSERT, DELETE, UPDATE (wrapped_key)",
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "parts": {  # rendered parts of the pages of figures, a minute at most, in each process
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
# Above so many a minute from addresses that have no turn left, a report of danger is asked to call. [U]
DANGER_A_MINUTE = env.number("SUNSHINE_DANGER_A_MINUTE", 30, least=1, most=1000)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["sunshine.config.housekeeping"]
PROCRASTINATE_ON_APP_READY = "sunshine.config.queue.prepare"
PARKED_MOST = env.number("SUNSHINE_PARKED_MB", 600, least=10, most=100_000) * 2**20
"""Bytes of photos that may wait for forms that came back to be corrected."""
JOBS_AT_ONCE = env.number("SUNSHINE_JOBS_AT_ONCE", 2, least=1, most=32)
# Residents' names and telephones: three years after the matter ended, then erased.
KEEP_CONTACT_DAYS = env.number("SUNSHINE_KEEP_CONTACT_DAYS", 1096, least=1, most=36_600)
# What matters said: three years after they were closed, then erased.
KEEP_MATTER_DAYS = env.number("SUNSHINE_KEEP_MATTER_DAYS", 1096, least=1, most=36_600)

# ── log-in ────────────────────────────────────────────────────────────────────
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sunshine.config.passwords.ThreeOfFourKinds"},
    {"NAME": "sunshine.people.rules.NotAHabit"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
# Thirty minutes without a request end a session; IdleTimeOut moves the end while it is used.
SESSION_COOKIE_AGE = 1800
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_DAYS = env.number("SUNSHINE_PASSWORD_DAYS", 90, most=3650)
ACCOUNT_ADAPTER = "sunshine.desk.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Passwords are counted by desk.accounts; what is left to allauth are codes, which only whoever knew the password can try.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key", "login": None}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
# These roles set up a second factor before anything else, but in a demonstration.
SECOND_FACTOR_FOR = frozenset({"county_admin", "auditor"})
MFA_ADAPTER = "sunshine.desk.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = PLATFORM_NAME

# ── messages to people ────────────────────────────────────────────────────────
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
EMAIL_HOST = env.text("SUNSHINE_EMAIL_HOST")
EMAIL_PORT = env.number("SUNSHINE_EMAIL_PORT", 465, least=1, most=65_535)
EMAIL_USE_SSL = env.flag("SUNSHINE_EMAIL_SSL", True)
EMAIL_HOST_USER = env.text("SUNSHINE_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("SUNSHINE_EMAIL_PASSWORD")
DEFAULT_FROM_EMAIL = env.text("SUNSHINE_EMAIL_FROM", "sunshine@localhost")
EMAIL_TIMEOUT = 20
NOTICES_CONSOLE = env.flag("SUNSHINE_NOTICES_CONSOLE", False)

# ── files ─────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PHOTOS}},
    # Vite has put a hash into every name already; a second one would make browsers load modules twice.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z_-]{8,12}\.[a-z0-9]+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

# ── logs ──────────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_paths": {"()": "sunshine.config.logs.WithoutPaths"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_paths"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "sunshine.audit": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # what was not found is in nobody's interest to keep
    },
}

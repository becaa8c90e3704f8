"""All settings, from the environment; `docs/operate.md` explains each variable."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django.conf.locale
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.database import database
from ratschlag.lib.sqlite import use_own_sqlite

use_own_sqlite()

PACKAGE = Path(__file__).parent
HOME = Path(os.environ.get("RATSCHLAG_HOME", "var")).resolve()
RATSCHLAG_MODE = os.environ.get("RATSCHLAG_MODE", "production")
ADDRESS = os.environ.get("RATSCHLAG_ADDRESS", "").rstrip("/")
SECRET_KEY = os.environ.get("RATSCHLAG_SECRET_KEY", "")
# A city's clock is the database's; only a demo (and a test) may set its own.
HAS_OWN_CLOCK = RATSCHLAG_MODE in ("demo", "test")
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def _missing() -> list[str]:
    """What has to be set before the site may be shown, a sentence each."""
    missing = []
    if RATSCHLAG_MODE not in ("production", "demo", "test"):
        missing.append(f"RATSCHLAG_MODE is {RATSCHLAG_MODE!r}; set it to production or demo.")
    if len(SECRET_KEY) < 50:
        missing.append("RATSCHLAG_SECRET_KEY is missing or short; it needs 50 random characters.")
    address = urlsplit(ADDRESS)
    if not address.hostname:
        missing.append(
            "RATSCHLAG_ADDRESS is missing; set it to where the site is found, "
            "such as https://mitreden.example.de."
        )
    elif address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        missing.append("RATSCHLAG_ADDRESS must begin with https:// (http only on this machine).")
    matomo = urlsplit(os.environ.get("RATSCHLAG_MATOMO_URL", ""))
    is_near = matomo.hostname in ("localhost", "127.0.0.1")
    if matomo.geturl() and not (matomo.hostname and (matomo.scheme == "https" or is_near)):
        missing.append("RATSCHLAG_MATOMO_URL must begin with https://, or be left out.")
    if not os.environ.get("RATSCHLAG_MATOMO_SITE", "1").isdecimal():
        missing.append("RATSCHLAG_MATOMO_SITE is not the number of a site in Matomo.")
    return missing


if problems := _missing():
    raise ImproperlyConfigured(
        "Ratschlag can't start yet:\n"
        + "".join(f"  - {problem}\n" for problem in problems)
        + "`ratschlag init` sets what is missing; see “Your own city” in the README."
    )


_url = os.environ.get("RATSCHLAG_DATABASE_URL", f"sqlite:///{HOME / 'ratschlag.sqlite3'}")
DATABASES = {"default": database(_url, tests=HOME / "test.sqlite3")}

DEBUG = False
IS_SECURE = ADDRESS.startswith("https://")
_host = urlsplit(ADDRESS).hostname or ""
ALLOWED_HOSTS = [_host] if IS_SECURE else [*_LOCAL_HOSTS, _host]
ROOT_URLCONF = "ratschlag.urls"

ROOMS = (
    *("journal", "city", "files", "mail", "languages", "search", "people", "privacy", "process"),
    *("contributions", "survey", "events", "synthesis", "goals", "concept", "council"),
    *("monitoring", "press", "portal"),
)
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *("allauth", "allauth.account", "allauth.mfa"),
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "ratschlag.lib",
    *(f"ratschlag.{room}" for room in ROOMS),
    *(["ratschlag.demo"] if RATSCHLAG_MODE != "production" else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ratschlag.portal.middleware.GateMiddleware",
    "ratschlag.city.middleware.CityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ratschlag.people.middleware.DeskMiddleware",
    "ratschlag.privacy.middleware.ConsentMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ratschlag.lib.templatetags.words",
                "ratschlag.languages.templatetags.say",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ratschlag.portal.queries.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Languages: the source of interface texts is English, the language of record is German.
django.conf.locale.LANG_INFO["de-easy"] = {
    "bidi": False,
    "code": "de-easy",
    "name": "Easy German",
    "name_local": "Leichte Sprache",
}
LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", _("German")),
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("tr", _("Turkish")),
    ("fa", _("Persian")),
    ("vi", _("Vietnamese")),
    ("de-easy", _("Easy German")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Berlin"

# Files that the build made, with names that change when they do.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if RATSCHLAG_MODE == "test":
    # Tests of single rooms need no built files and no slow hashes; the walks use the real thing.
    _STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}
WHITENOISE_MAX_AGE = 3600

# Who may log in, and how: staff only, by e-mail address, with a second factor if they like.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_ADAPTER = "ratschlag.people.forms.StaffAdapter"
ACCOUNT_FORMS = {"login": "ratschlag.people.forms.LogInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
# Attempts are slowed down where they come from; nobody can lock another person's account.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip", "reset_password": "20/m/ip"}
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ratschlag"

# Cookies: names and lifetimes are those of the registry (privacy/rules.py).
from ratschlag.privacy.rules import FORM, SESSION, SESSION_LIFETIME  # noqa: E402

SESSION_COOKIE_NAME = SESSION.name
SESSION_COOKIE_AGE = int(SESSION_LIFETIME.total_seconds())
CSRF_COOKIE_NAME = FORM.name
CSRF_COOKIE_AGE = None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ratschlag.portal.views.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Attempts and used codes count for all processes of the server, so they lie in a folder.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
    }
}

# What browsers are told.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The proxy in front redirects to https; other hosts under the city's domain are not ours to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Forwarded headers count only where a proxy is said to be in front.
if os.environ.get("RATSCHLAG_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# The city's own Matomo, loaded only where visitors have allowed it; without an address never.
MATOMO_URL = os.environ.get("RATSCHLAG_MATOMO_URL", "").rstrip("/")
MATOMO_SITE = os.environ.get("RATSCHLAG_MATOMO_SITE", "1")
# How often counts of pages are written down, in seconds; a test writes them itself.
COUNTS_EVERY = 0 if RATSCHLAG_MODE == "test" else 60
# What every room keeps and how long, handed to `privacy`, which knows no room above it.
RETENTION = "ratschlag.keeping"

# Work in the background, in the same database and transaction as what it is about.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

_mail = urlsplit(os.environ.get("RATSCHLAG_MAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 587
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 20
# Where mail comes back to, as bounces+…@; without it, to the sender.
MAIL_BOUNCES = os.environ.get("RATSCHLAG_MAIL_BOUNCES", "")
DEFAULT_FROM_EMAIL = os.environ.get("RATSCHLAG_MAIL_FROM", f"ratschlag@{_host or 'localhost'}")

# Logs keep real time and never hold what people typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("RATSCHLAG_LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

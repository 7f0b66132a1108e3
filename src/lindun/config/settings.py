"""All settings, read from the environment, in one file. Names beginning with LINDUN_ are the product's own.

Importing this needs a home folder with secrets (`lindun init` makes one); it never touches the database.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lindun.config import home as home_folder
from lindun.config.home import Home


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
LINDUN_HOME = Path(os.environ.get("LINDUN_HOME", "var")).resolve()
HOME = Home(LINDUN_HOME)

# --- sealing, ledger ---------------------------------------------------------------------------------
ROOT_KEY_FILE = Path(os.environ.get("LINDUN_ROOT_KEY_FILE", HOME.secret("app", "root.key")))
SCOPE_KEY_FILE = HOME.secret("app", "scope.key")
SEALING_SUITE = os.environ.get("LINDUN_SEALING_SUITE", "aes-256-gcm")
if SEALING_SUITE not in {"aes-256-gcm", "sm4-gcm"}:
    raise ImproperlyConfigured("LINDUN_SEALING_SUITE must be aes-256-gcm or sm4-gcm.")
LEDGER_ORIGIN = os.environ.get("LINDUN_LEDGER_ORIGIN", "ledger.lindun.example/demo")
LEDGER_SIGNING_KEY = HOME.secret("sealer", "signing.key")
LEDGER_PUBLIC_KEY = HOME.public / "ledger.pub"
LEDGER_MIRRORS = [
    Path(path).resolve() for path in _list("LINDUN_MIRRORS", f"{HOME.mirror('a')},{HOME.mirror('b')}")
]
LEDGER_MIRROR_GRACE = int(os.environ.get("LINDUN_MIRROR_GRACE", str(4 * 3600)))  # seconds until opening stops

# --- calls from work-order links: a provider of intermediary numbers, or the desk is rung -----------------
DIAL_PROVIDER = os.environ.get("LINDUN_DIAL_PROVIDER", "desk")
if DIAL_PROVIDER not in {"desk", "alibaba"}:
    raise ImproperlyConfigured("LINDUN_DIAL_PROVIDER must be desk or alibaba.")
DIAL_ENDPOINT = os.environ.get("LINDUN_DIAL_ENDPOINT", "https://dyplsapi.aliyuncs.com")
if urlsplit(DIAL_ENDPOINT).scheme != "https" and urlsplit(DIAL_ENDPOINT).hostname != "127.0.0.1":
    raise ImproperlyConfigured("LINDUN_DIAL_ENDPOINT must begin with https: numbers go there.")
DIAL_POOL = os.environ.get("LINDUN_DIAL_POOL", "")
DIAL_KEY_ID = os.environ.get("LINDUN_DIAL_KEY_ID", "")
if DIAL_PROVIDER != "desk" and not (DIAL_POOL and DIAL_KEY_ID):
    raise ImproperlyConfigured("a provider of calls needs LINDUN_DIAL_POOL and LINDUN_DIAL_KEY_ID.")
DIAL_SECRET_FILE = Path(os.environ.get("LINDUN_DIAL_SECRET_FILE", HOME.secret("app", "dial.key")))

# --- the review of permissions ---------------------------------------------------------------------------
REVIEW_EVERY = int(os.environ.get("LINDUN_REVIEW_EVERY", "91"))  # days from one review to the next
REVIEW_WITHIN = int(os.environ.get("LINDUN_REVIEW_WITHIN", "14"))  # days until it is overdue
if not 1 <= REVIEW_WITHIN <= REVIEW_EVERY:
    raise ImproperlyConfigured("LINDUN_REVIEW_WITHIN must be at least a day and at most LINDUN_REVIEW_EVERY.")

# --- duties that go on after somebody has left -------------------------------------------------------------
TRADE_SECRET_YEARS = int(os.environ.get("LINDUN_TRADE_SECRET_YEARS", "3"))  # personal information: always
if not 1 <= TRADE_SECRET_YEARS <= 30:
    raise ImproperlyConfigured("LINDUN_TRADE_SECRET_YEARS must be between 1 and 30.")

# --- database ----------------------------------------------------------------------------------------
DATABASE_NAME = os.environ.get("LINDUN_DATABASE_NAME", "lindun")
DATABASE_HOST = os.environ.get("LINDUN_DATABASE_HOST", str(HOME.run))
DATABASE_PORT = os.environ.get("LINDUN_DATABASE_PORT", "5432")
EMBEDDED_DATABASE = "LINDUN_DATABASE_HOST" not in os.environ


def _database(role: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE_NAME,
        "HOST": DATABASE_HOST,
        "PORT": DATABASE_PORT,
        "USER": f"lindun_{role}",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        # libpq reads the password itself: it is never in this process's settings, environment or arguments
        "OPTIONS": {
            "passfile": str(HOME.passfile(role)),
            "server_side_binding": True,
            "prepare_threshold": 2,
            "connect_timeout": 5,
            # whoever sits in the server's place must not be told the password
            **({"require_auth": "scram-sha-256"} if EMBEDDED_DATABASE else {}),
        },
        "TEST": {"MIRROR": None},
    }


DATABASES = {"default": _database("app"), "owner": _database("owner"), "sealer": _database("sealer")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Django ------------------------------------------------------------------------------------------
SECRET_KEY = home_folder.read_secret(HOME.secret("app", "django.key")).decode()
DEBUG = False
ALLOWED_HOSTS = _list("LINDUN_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = _flag("LINDUN_HTTPS")
ROOT_URLCONF = "lindun.config.urls"
WSGI_APPLICATION = "lindun.config.wsgi.application"

INSTALLED_APPS = [
    # the shell: before allauth and Django's own, so that our sign-in pages and words are found before theirs
    "lindun.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "csp",
    "procrastinate.contrib.django",
    # rings 1 and 2
    "lindun.scope",
    "lindun.vault",
    "lindun.ledger",
    "lindun.gate",
    # ring 3 from low to high
    "lindun.estates",
    "lindun.standing",
    "lindun.organisation",
    "lindun.notifications",
    "lindun.accounts",
    "lindun.catalogue",
    "lindun.requests",
    "lindun.residents",
    "lindun.partners",
    "lindun.sharing",
    "lindun.orders",
    "lindun.exports",
    "lindun.questions",
    "lindun.notices",
    "lindun.exits",
    "lindun.policies",
    "lindun.personnel",
    "lindun.training",
    "lindun.assets",
    "lindun.papers",
    "lindun.conduct",
    "lindun.leaving",
    "lindun.legal",
    "lindun.rights",
    "lindun.oversight",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lindun.web.middleware.ShellMiddleware",
    "lindun.organisation.sessions.SignedSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lindun.organisation.middleware.StaffMiddleware",
    "lindun.accounts.middleware.DisclosureMiddleware",
    "lindun.web.middleware.RefusalMiddleware",
]

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            # components are compiled while a template is read, partials are found in what was read
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lindun.web.context.shell",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "lindun.organisation.passwords.SeveralKinds"},
    {"NAME": "lindun.organisation.passwords.NotAgain"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lindun.organisation.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip", "reauthenticate": "10/m/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
# Behind a proxy every client would share its address, and twenty wrong passwords lock the company out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("LINDUN_BEHIND_PROXY") else 0
MFA_ADAPTER = "lindun.organisation.signin.MFAAdapter"
MFA_FORMS = {
    "authenticate": "lindun.organisation.code_forms.SignIn",
    "reauthenticate": "lindun.organisation.code_forms.SignInAgain",
    "activate_totp": "lindun.organisation.code_forms.FirstCode",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Lindun"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s either side: office clocks drift
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # one row per sign-in is enough, not one write per request

# Counts of attempts to sign in. Not in the database: Django's cache there unpickles what it reads, so SQL
# injected anywhere could run code in this process. One process serves (cli/processes.py), so memory will do.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # more than attempts in five minutes: none is forgotten early
    }
}
SESSION_ENGINE = "lindun.organisation.sessions"
SESSION_COOKIE_NAME = "lindun_session"
SESSION_COOKIE_AGE = 12 * 3600  # one shift, with room for overtime
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "lindun.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("LINDUN_BEHIND_PROXY") else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "lindun_language"
TIME_ZONE = os.environ.get("LINDUN_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = LINDUN_HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
FILE_UPLOAD_HANDLERS = ["lindun.residents.uploads.BoundedUpload"]
FILE_UPLOAD_TEMP_DIR = str(HOME.uploads)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # the sign-in page reads a body too: a hundred bounded files fill a disk
ROSTER_MAX_BYTES = 32 * 1024 * 1024

# --- what leaves the house -----------------------------------------------------------------------------
# telephone numbers of decoys in exports: the company's own; by default a block no carrier has (154)
DECOY_NUMBERS = os.environ.get("LINDUN_DECOY_NUMBERS", "15400000000-15400009999")
PUBLIC_ADDRESS = os.environ.get("LINDUN_PUBLIC_ADDRESS", "http://localhost:8080").rstrip("/")
# what a checked text may hold although it looks personal: the company's own numbers and addresses
PUBLIC_CONTACTS = tuple(_list("LINDUN_PUBLIC_CONTACTS", ""))
# origins besides the three services' own that a group robot may be on, e.g. a gateway inside the house
ROBOT_ORIGINS = frozenset(_list("LINDUN_ROBOT_ORIGINS", ""))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"


# --- logging: events and codes, never request bodies, headers or values ----------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "lindun.web.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LINDUN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "lindun": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
DEFAULT_EXCEPTION_REPORTER = "lindun.web.logs.QuietExceptionReporter"

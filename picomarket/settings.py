"""The settings, read top to bottom. Everything an installation may change comes from the environment.

A secret may also stand in a file: SECRET_KEY_FILE=/run/secrets/key is read when SECRET_KEY is not set.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environ import FileAwareEnv

from picomarket import logs, schedule
from picomarket.lib import locales
from picomarket.lib.rules import Rules
from picomarket.rail_settings import *  # noqa: F403 - read first, because the browser is told of their pages
from picomarket.rail_settings import DEMO_BANK_URL, PAYPAL_PAGES, STRIPE_PAGES
from picomarket.step_settings import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv()

# -- What kind of installation this is
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else env.NOTSET)
# Former ones, the newest first: what they signed and sealed is still read while they stand here.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SIGNING_KEY = env.str("SIGNING_KEY", default="")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
MARKET_NAME = env.str("MARKET_NAME", default="Picomarket")
# Who issues invoices.
MARKET_LEGAL_NAME = env.str("MARKET_LEGAL_NAME", default=MARKET_NAME)
MARKET_ADDRESS = env.str("MARKET_ADDRESS", default="", multiline=True)
MARKET_TAX_ID = env.str("MARKET_TAX_ID", default="")
RULES = Rules.read(os.environ)

# -- The parts
INSTALLED_APPS = [
    "picomarket",
    "inbox",
    "accounts",
    "wallet",
    "tasks",
    "submissions",
    "disputes",
    "referrals",
    "threads",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_countries",
    "csp",
    "whitenoise.runserver_nostatic",
    "picomarket.desk_app.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "picomarket.middleware.Traced",
    "picomarket.middleware.NothingForOthers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "picomarket.middleware.NoHugeBodies",
    "picomarket.middleware.RulesOfNow",
    "django.middleware.gzip.GZipMiddleware",
    "picomarket.middleware.AsBefore",
    # Inside of what packs: the proxy sends the file as it is.
    "picomarket.handing_over.HandOver",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.security.suspending.KeepApart",
    "accounts.devices.KnowDevice",
    "picomarket.middleware.NotForEver",
    "picomarket.middleware.KeepPrivate",
    "picomarket.middleware.BackToThePage",
    "picomarket.middleware.TheirLanguage",
    "picomarket.middleware.SayWhatItTakes",
    "picomarket.middleware.TheirTimeZone",
    "picomarket.middleware.SeenLately",
    "picomarket.limits.Limited",
    "picomarket.middleware.AskFirst",
    "picomarket.middleware.NoNul",
    "picomarket.lib.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "picomarket.urls"
WSGI_APPLICATION = "picomarket.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "picomarket.context.site",
            ],
            "builtins": ["picomarket.templatetags.market"],
        },
    }
]

# -- The database: PostgreSQL, nothing else
DATABASES: dict[str, Any] = {"default": env.db("DATABASE_URL", default="postgresql:///picomarket")}
PREPARES = env.bool("DATABASE_PREPARES", default=True)
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=10), "timeout": 20},
    # Statements that ask for it are planned once per connection. A pooler that mixes connections up may need it off.
    "prepare_threshold": 5 if PREPARES else None,
}
if PREPARES:
    # Once it is: PostgreSQL takes a plan for any values to be dearer, and would plan anew for each.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c plan_cache_mode=force_generic_plan")
# A pooler that gives each transaction another connection keeps no cursor open between them.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = not env.bool("DATABASE_CURSORS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- The queue: Redis or Valkey carries jobs and nothing that would be missed
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_URL = env.str(
    "CELERY_BROKER_URL",
    default=REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host="),
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = schedule.beat(RULES.payout_runs)
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    # What each process remembers for some seconds: nearer than Redis, and there without it.
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "near",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# -- Signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
] + [{"NAME": "accounts.security.passwords.OtherWords"}]
# A link to a new password works once, and for so many seconds.
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "referrals.forms.JoiningFields"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "signup": "accounts.sign_in_forms.SignupForm",
    "add_email": "accounts.sign_in_forms.AddEmailForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
}
# Throwaway domains beside those of the list that comes with the market, and those of that list that are none.
REFUSED_MAIL_DOMAINS = env.list("REFUSED_MAIL_DOMAINS", default=[])
ALLOWED_MAIL_DOMAINS = env.list("ALLOWED_MAIL_DOMAINS", default=[])
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{MARKET_NAME}: "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password, address or second step is told to its owner
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a session left open must not be enough to change the address
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# How often, per address ("ip"), person ("user"), and e-mail address or account tried ("key").
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "confirm_email": "1/180s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Other sites whose accounts sign in here, each where its credentials are set. Nobody becomes somebody who is here
# already by having the same address there: accounts are connected by their owner alone, who is signed in.
GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", default="")
GOOGLE_SECRET = env.str("GOOGLE_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
OIDC_CLIENT_ID, OIDC_SECRET = env.str("OIDC_CLIENT_ID", default=""), env.str("OIDC_SECRET", default="")
_GOOGLE = {"client_id": GOOGLE_CLIENT_ID, "secret": GOOGLE_SECRET}
_OIDC = {"provider_id": "oidc", "name": OIDC_NAME, "client_id": OIDC_CLIENT_ID, "secret": OIDC_SECRET}
_HAS_GOOGLE, _HAS_OIDC = bool(GOOGLE_CLIENT_ID and GOOGLE_SECRET), bool(OIDC_SERVER_URL and OIDC_CLIENT_ID)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "google": {"APPS": [_GOOGLE] if _HAS_GOOGLE else [], "SCOPE": ["email"], "OAUTH_PKCE_ENABLED": True},
    "openid_connect": {
        "APPS": [{**_OIDC, "settings": {"server_url": OIDC_SERVER_URL}}] if _HAS_OIDC else [],
        "OAUTH_PKCE_ENABLED": True,
    },
}
SIGN_IN_PAGES = [*(["https://accounts.google.com"] if _HAS_GOOGLE else []), *([OIDC_SERVER_URL] if _HAS_OIDC else [])]
if _HAS_GOOGLE:
    INSTALLED_APPS.append("allauth.socialaccount.providers.google")
SOCIALACCOUNT_ADAPTER = "accounts.social.SocialAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_FORMS = {"signup": "accounts.sign_in_forms.SocialSignupForm"}
# Nobody enters the support desk who has not used a second step in their session.
STAFF_SECOND_STEP = env.bool("STAFF_SECOND_STEP", default=not DEBUG)
# How long it opens the desk, and after how long everybody signs in anew, however much they come.
STAFF_SECOND_STEP_LASTS, SIGN_IN_LASTS = timedelta(hours=12), timedelta(days=30)
MFA_ADAPTER = "accounts.security.steps.StepsAdapter"
MFA_FORMS = {"add_webauthn": "accounts.sign_in_forms.AddKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Following each request of each session would write a row per page; accounts.security.sessions does it now and then.
USERSESSIONS_TRACK_ACTIVITY = False

# A mail server that hangs must not hold up the sweep.
EMAIL_TIMEOUT = 10

# -- Safety in the browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # A form that ends in a redirect to a rail's own page needs that page named here.
        "form-action": [
            SELF,
            *filter(None, [DEMO_BANK_URL]),
            *PAYPAL_PAGES,
            *STRIPE_PAGES,
            *SIGN_IN_PAGES,
            *env.list("FORM_TARGETS", default=[]),
        ],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
_HTTPS = SITE_URL.startswith("https://")
# With https a cookie belongs to this very host: no other one beneath the same domain can set or replace it.
_HOST = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME, DEVICE_COOKIE_NAME = f"{_HOST}django_language", f"{_HOST}device"
MESSAGE_COOKIE_NAME, MESSAGE_STORAGE = f"{_HOST}messages", "picomarket.lib.messages_kept.Storage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_AGE = "Lax", 365 * 86400
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=_HTTPS)
# No redirect for programs: one that sent its first call unsealed would never notice. Their view refuses it.
# Whoever looks whether a process lives asks it from beside it, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^wallet/rails/[^/]+/webhook/$", r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if _HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _HTTPS else []
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# More than fit anywhere, so that whoever sends too many is told how many fit.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
# The most screenshots one hand-in can hold, or the file of a batch, and the words beside them.
LARGEST_BODY = max(6 * RULES.picture_bytes, 3 * RULES.file_bytes, RULES.batch_bytes) + 1_000_000

# -- Words, dates
LANGUAGE_CODE = "en"
# Each by its own name, with a line once its file in locale/ says everything; tests prove it.
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("pt-br", "Português (Brasil)"),
    ("fr", "Français"),
    ("id", "Bahasa Indonesia"),
    ("bn", "বাংলা"),
    ("hi", "हिन्दी"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["picomarket.formats"]
COUNTRIES_OVERRIDE = locales.COUNTRY_NAMES
TIME_ZONE = "UTC"

# -- Where people are: which address is in which country; none asks nobody where they are.
_COUNTRIES = env.str("COUNTRIES_FILE", default=str(BASE_DIR / "picomarket" / "countries" / "countries.xz"))
COUNTRIES_FILE = Path(_COUNTRIES) if _COUNTRIES else None

# -- Files: what is served, and what only the view that checks the asker reads
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Live: the sources as they are being edited, many small files. Otherwise what collectstatic folded and compressed.
LIVE_STATIC = env.bool("LIVE_STATIC", default=DEBUG)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = LIVE_STATIC
# Whether the reverse proxy sends private files once a view has said yes, by X-Accel-Redirect.
FILES_BY_PROXY = env.bool("FILES_BY_PROXY", default=False)
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "proofs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "proofs", "file_permissions_mode": 0o600},
    },
    # Files on their way, written piece by piece: on the disk, wherever proofs are.
    "pieces": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "proofs", "file_permissions_mode": 0o600},
    },
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": env.str("STATICFILES_BACKEND", default="picomarket.bundle.FoldedStaticFilesStorage")},
}

# Proofs in a private bucket instead of on the disk. Nobody is given an address in it: the views read from it.
PROOFS_BUCKET = env.str("PROOFS_BUCKET", default="")
S3_ENDPOINT, S3_REGION = env.str("S3_ENDPOINT", default=""), env.str("S3_REGION", default="")
S3_ACCESS_KEY, S3_SECRET_KEY = env.str("S3_ACCESS_KEY", default=""), env.str("S3_SECRET_KEY", default="")
if PROOFS_BUCKET:
    # Not every store that speaks S3 knows the newer checksums.
    os.environ.setdefault("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
    os.environ.setdefault("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required")
    STORAGES["proofs"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": PROOFS_BUCKET,
            "endpoint_url": S3_ENDPOINT or None,
            "region_name": S3_REGION or None,
            "access_key": S3_ACCESS_KEY or None,
            "secret_key": S3_SECRET_KEY or None,
            "addressing_style": "path" if S3_ENDPOINT else "virtual",
            "signature_version": "s3v4",
            "file_overwrite": False,
            # What is larger goes through a file that is gone when it is closed.
            "max_memory_size": 1_000_000,
        },
    }

# -- What reads whether pictures show an address or a number, where it is installed, and its languages; empty: nothing
TESSERACT = env.str("TESSERACT", default="tesseract")
TESSERACT_LANGUAGES = env.str("TESSERACT_LANGUAGES", default="eng")

# -- Mail: a page in development, a server in production
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=f"{MARKET_NAME} <market@localhost>")
# Where people write who need a person: in the foot of every page, and where something went wrong.
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default=f"support@{urlsplit(SITE_URL).hostname}")
# An address for mail or of a page, for whoever found a weakness; and the page that says what they may do.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default=SUPPORT_EMAIL)
SECURITY_POLICY = env.str("SECURITY_POLICY", default="")
if "EMAIL_URL" in os.environ:
    vars().update(env.email_url("EMAIL_URL"))
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# -- Calls to addresses people typed, and to push services
# Whether such a call may go to a private address and without https: in development only.
OUTWARD_PRIVATE = env.bool("OUTWARD_PRIVATE", default=DEBUG)
# What push services know this installation by (manage.py make_push_key). Without it nothing is pushed.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")

# -- Logs
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if DEBUG else "json", choices=("json", "plain"))
LOGGING = logs.config(level=env.str("LOG_LEVEL", default="INFO"), form=LOG_FORMAT)
# Who has it may read /metrics; without one nobody may.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# What a report of an error says, where an installation sends any.
DEFAULT_EXCEPTION_REPORTER_FILTER = "picomarket.masking.NothingTyped"

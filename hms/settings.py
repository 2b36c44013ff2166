"""Settings for every place it runs. HMS_ENV says which: `production` (nothing is guessed) or `local`.

Names, meanings and defaults: .env.example.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hms import database
from hms.lib import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("HMS_VAR_DIR", str(BASE_DIR / "var")))
LOCAL = env.text("HMS_ENV", "local") != "production"

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secrets", make=LOCAL)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
HMS_INDEX_KEY = env.key_bytes("HMS_INDEX_KEY", env.secret("HMS_INDEX_KEY", VAR_DIR / "secrets", make=LOCAL))
HMS_INDEX_KEYS_OLD = env.keys("HMS_INDEX_KEYS_OLD")  # the oldest first
HMS_INDEX_KEY_NEXT = next(iter(env.keys("HMS_INDEX_KEY_NEXT")), None)
HMS_SEAL_KEY = env.key_bytes("HMS_SEAL_KEY", env.secret("HMS_SEAL_KEY", VAR_DIR / "secrets", make=LOCAL))

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# What a QR on paper points to: the address patients reach, not the one a proxy sees.
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000" if LOCAL else None).rstrip("/")

INSTALLED_APPS = [
    "hms",
    "opd",
    "labs",
    "registration",
    "centres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, found beside ours
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "pgtrigger",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "centres.middleware.RequestIdMiddleware",
    "centres.middleware.KnownMethodsMiddleware",
    "centres.middleware.SentByScriptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "centres.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "centres.middleware.SignInMiddleware",
    "centres.middleware.CentreMiddleware",
    "axes.middleware.AxesMiddleware",
]
if env.flag("HMS_COUNT_QUERIES"):
    MIDDLEWARE.insert(0, "hms.counting.QueryCountMiddleware")

ROOT_URLCONF = "hms.urls"
WSGI_APPLICATION = "hms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hms.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "hms.templatetags.hms"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- database: PostgreSQL and nothing else -----------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", "")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **(env.database_from_url(DATABASE_URL) if DATABASE_URL else database.dsn()),
        "CONN_HEALTH_CHECKS": True,  # after a restart of the database: 30 of 140 requests failed without, none with
        "TEST": {"NAME": env.text("HMS_TEST_DATABASE", "test_hms")},
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
if not env.flag("HMS_NO_POOL"):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.number("HMS_THREADS", 4),
        "timeout": 10,
    }
DATABASES["default"]["OPTIONS"].setdefault(
    "options",
    "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
)
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people and sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "centres.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["centres.hashers.ClinicArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "centres.passwords.LengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "centres.passwords.CommonPasswordValidator"},
    {"NAME": "centres.passwords.ContextWordsValidator"},
    {
        "NAME": "centres.passwords.OwnNameValidator",
        "OPTIONS": {"user_attributes": ["username", "name_en"]},
    },
]
LOGIN_URL = "centres:sign-in"
LOGIN_REDIRECT_URL = "centres:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "centres.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "centres.audit.client_ip"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "centres.throttle.blind_name"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "secret", "pin", "aadhaar"]
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
OTP_TOTP_ISSUER = "Patna HMS"
OTP_TOTP_SYNC = False  # one step either way and no drifting further

SESSION_COOKIE_AGE = 12 * 3600  # a day's work; idle lock is HMS_IDLE_MINUTES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "centres.views.csrf_failure"
HMS_IDLE_MINUTES = env.number("HMS_IDLE_MINUTES", 15)

# --- transport ---------------------------------------------------------------------------------------------
HTTPS = env.flag("HMS_HTTPS", default=not LOCAL)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "hms_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "hms_csrf"
COOKIE_PREFIX = "__Host-" if HTTPS else "hms_"
if env.flag("HMS_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- language and time: both languages complete, one clock ---------------------------------------------------
LANGUAGE_CODE = "hi"
LANGUAGES = [("hi", _("Hindi")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "hms" / "locale"]
TIME_ZONE = "Asia/Kolkata"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- files ---------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "hms.finders.BootstrapFinder",
]
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not env.flag("HMS_PLAIN_STATIC")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}
FONTS_DIR = Path(env.text("HMS_FONTS_DIR", str(VAR_DIR / "fonts")))

# --- logs: JSON-free single lines, no personal data -----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "hms.lib.ids.RedactAadhaar"}},
    "formatters": {"line": {"()": "hms.lib.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["redact"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}

# --- product ---------------------------------------------------------------------------------------------------
# What is kept of an Aadhaar number: none (last four digits), index (and a keyed index), vault (and the number, locked).
HMS_AADHAAR = env.choice("HMS_AADHAAR", "index", {"none", "index", "vault"})
HMS_VAULT_PROVIDER = env.choice("HMS_VAULT_PROVIDER", "file", {"file", "environment", "pkcs11"})
HMS_VAULT_KEY_DIR = Path(env.text("HMS_VAULT_KEY_DIR", str(VAR_DIR / "vault-keys")))
HMS_VAULT_KEY = env.optional_secret("HMS_VAULT_KEY")
HMS_VAULT_KEYS_OLD = env.words("HMS_VAULT_KEYS_OLD")
HMS_HSM_MODULE = env.text("HMS_HSM_MODULE", "")
HMS_HSM_TOKEN = env.text("HMS_HSM_TOKEN", "")
HMS_HSM_PIN = env.optional_secret("HMS_HSM_PIN")
HMS_HSM_KEY = env.text("HMS_HSM_KEY", "hms-vault")
# Certificates and public keys of UIDAI that verify Aadhaar QR codes; the operator puts them there.
HMS_CARD_KEYS_DIR = Path(env.text("HMS_CARD_KEYS_DIR", str(VAR_DIR / "card-keys")))
SLIP_LINK_DAYS = env.number("SLIP_LINK_DAYS", 30)
DEMO = env.flag("HMS_DEMO")

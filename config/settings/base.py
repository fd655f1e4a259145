"""What development, tests and production share."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.env import PROJECT_ROOT, environment, mailer_from_url
from config.logging import configure_logging
from integrations.mail_providers import PROVIDERS

env = environment()

# ---- applications ----

INSTALLED_APPS = [
    "demo",
    "leads",
    "integrations",
    "sites",
    "staff",
    "protection",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_ox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",  # Wagtail's search checks ask for it on PostgreSQL; harmless on SQLite
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.logging.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.PublicPagesCompressionMiddleware",
    "sites.maintenance.MaintenanceMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.content_security.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---- storage ----


# How long a server that does not answer keeps a visitor waiting, before their request goes to the spool (libpq,
# "Parameter Key Words"). Its address may override each.
POSTGRESQL_GIVES_UP: dict[str, object] = {
    "connect_timeout": 3,  # seconds
    "tcp_user_timeout": 8_000,  # milliseconds that sent bytes may stay unacknowledged
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


def database_from_url(url: str) -> dict[str, object]:
    """Django's database settings; SQLite gets WAL, `BEGIN IMMEDIATE` and `synchronous=FULL` unless the URL says less.

    Raises:
        ImproperlyConfigured: not the address of a database; quotes nothing of it.
    """
    bare_url, _, query = url.partition("?") if url.startswith("sqlite:") else (url, "", "")
    database: dict[str, Any]
    try:
        database = dict(dj_database_url.parse(bare_url, conn_max_age=600, conn_health_checks=True))
    except ValueError:
        database = {}
    if not database:
        raise ImproperlyConfigured(
            "DATABASE_URL is no database's address, such as postgres://user:password@host:5432/name or "
            "sqlite:////var/lib/carefront.sqlite3; percent-encode what is special in its parts."
        )
    if not url.startswith("sqlite:"):
        return database | {"OPTIONS": POSTGRESQL_GIVES_UP | database.get("OPTIONS", {})}
    synchronous = dict(parse_qsl(query)).get("synchronous", "FULL").upper()
    if synchronous not in {"OFF", "NORMAL", "FULL", "EXTRA"}:
        raise ImproperlyConfigured("DATABASE_URL: synchronous is off, normal, full or extra.")
    if database["NAME"] != ":memory:":
        Path(str(database["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
    }
    own = {"ENGINE": "protection.sqlite3", "OPTIONS": options, "CONN_HEALTH_CHECKS": False}
    return database | own


def caches_from_url(url: str) -> dict[str, dict[str, Any]]:
    """`redis://…` shares the cache between processes; empty keeps it in this process's memory."""
    if not url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # A cache that is away or hangs must cost a visitor a second, not the page: its client would try again for ten.
    options = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), retries=1)}
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": options}}


DATABASES = {"default": database_from_url(env.database_url or f"sqlite:///{PROJECT_ROOT}/var/carefront.sqlite3")}
CACHES = caches_from_url(env.cache_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Requests that come while the database is away wait here; see docs/decisions/0015-spool.md.
SPOOL_DIR = env.spool_dir
SPOOL_MAX_BYTES = 256 * 1024 * 1024  # some 150,000 requests
MEDIA_ROOT = env.media_root
MEDIA_URL = "/media/"
STATIC_ROOT = PROJECT_ROOT / "var/static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [PROJECT_ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---- people and security ----

AUTH_USER_MODEL = "staff.StaffUser"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

FIELD_ENCRYPTION_KEYS = env.field_encryption_keys
TRUSTED_PROXIES = env.trusted_proxies

RATELIMIT_ENABLE = env.ratelimit_enable
RATELIMIT_IP_META_KEY = "protection.client_address.client_address"
RATELIMIT_FAIL_OPEN = True  # a cache that is away must not turn a patient away
# A cache in this process's memory counts right in the one process that uses it; with more, CACHE_URL names Redis.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001", "security.W019"]

# Who plays a video once a reader asked for it; see sites/videos.py.
VIDEO_FRAME_ORIGINS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "form-action": [CSP.SELF],
    "frame-src": VIDEO_FRAME_ORIGINS,
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the page preview in the admin is a frame; so W019 is silenced above

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # a StreamField page of many blocks has that many; visitors' forms check fewer

over_https = env.public_url.scheme == "https"
SECURE_SSL_REDIRECT = over_https
SECURE_HSTS_SECONDS = 31_536_000 if over_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = over_https
SECURE_HSTS_PRELOAD = over_https
SESSION_COOKIE_SECURE = over_https
CSRF_COOKIE_SECURE = over_https
if env.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
    r"^metrics$",
]  # asked over plain http

# ---- language and time ----

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))]
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [PROJECT_ROOT / "locale"]

# ---- Wagtail ----

BASE_URL = env.public_url.geturl()
IS_DEVELOPMENT = False
MAINTENANCE_PAGE = PROJECT_ROOT / "var/maintenance.html"
CONTRACTS_DIR = PROJECT_ROOT / "tests/contracts"  # an example of each event, shown in the admin
DEMO_PASSWORD = env.demo_password
BIND_HOST, BIND_PORT = env.host, env.port
WAGTAIL_SITE_NAME = "Carefront"
WAGTAILADMIN_BASE_URL = BASE_URL
# Names that a system has for itself, which browsers do not know.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would tell another company who works here
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "sites.text_editor.TextEditor"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
PICTURE_FORMATS = ("avif", "webp", "jpeg")  # best first; the last is what every browser shows
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# ---- work in the background ----

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": [],
        "OPTIONS": {
            "MAX_ATTEMPTS": 8,
            "LOCK_TIMEOUT": 60,  # a killed worker's job comes back after this many seconds
            "BACKOFF_INITIAL": 5,
            "BACKOFF_MAX": 3600,
            "SCHEDULES": {
                "purge-expired": {"task": "integrations.purging.purge_expired", "every": timedelta(hours=1)},
                "purge-drafts": {"task": "leads.drafts.purge_expired_drafts", "every": timedelta(hours=1)},
                "response-times": {"task": "leads.response_times.measure_response_times", "every": timedelta(hours=6)},
                "reminders": {"task": "leads.reminders.remind_of_due_steps", "every": timedelta(minutes=1)},
                "digests": {"task": "leads.digests.send_morning_digests", "every": timedelta(minutes=10)},
                "purge-spam": {"task": "leads.retention.purge_spam", "every": timedelta(hours=1)},
                "seal-audit": {"task": "protection.audit_seals.seal_audit", "every": timedelta(minutes=1)},
                "purge-held": {"task": "leads.retention.empty_closed_held_requests", "every": timedelta(hours=1)},
                "purge-presence": {"task": "leads.presence.purge_presence", "every": timedelta(hours=1)},
                "forget-inbound": {"task": "leads.retention.forget_inbound_events", "every": timedelta(hours=1)},
            },
        },
    }
}
# What every worker does for its own machine, beside what all workers share; see integrations/jobs.py.
WORKER_CHORES = ["leads.spool.tending.tend"]
METRICS_TOKEN = env.metrics_token
WEBHOOK_ALLOW_PRIVATE_ADDRESSES = bool(env.webhook_allow_private_addresses)
EVENT_RETENTION = timedelta(days=30)  # bodies of delivered events are emptied after this
SPAM_RETENTION = timedelta(days=30)  # requests that a person marked as spam are deleted after this

# ---- what staff write to people ----

# A channel's question before each sending: may it still leave, and at this hour? See integrations/delivery.py.
ASKED_BEFORE_SENDING = {
    "email": "leads.messages.before_sending.check_letter",
    "email_person": "leads.messages.before_sending.check",
    "sms": "leads.messages.before_sending.check",
}
REPLY_DOMAIN = env.reply_domain.strip().lower()
SMS_PROVIDER = env.sms_provider
TWILIO_ACCOUNT_SID = env.twilio_account_sid
TWILIO_AUTH_TOKEN = env.twilio_auth_token
TWILIO_API_URL = env.twilio_api_url.rstrip("/")

# ---- workspaces that stand open ----

# Whether /admin/leads/news/stream/ is led to config.asgi though pages are not. Pages that it serves itself know.
LEAD_NEWS_STREAM = env.lead_news_stream

# ---- mail, logs, errors ----

MAIL_PROVIDER = env.mail_provider
ANYMAIL = env.anymail
MAILERS = {
    "default": {"BACKEND": PROVIDERS[MAIL_PROVIDER].backend}
    if MAIL_PROVIDER
    else mailer_from_url(env.email_url or "console:")
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.default_from_email or f"no-reply@{env.public_url.hostname}"

LOGGING_CONFIG = None
configure_logging(level=env.log_level, as_json=not env.debug)

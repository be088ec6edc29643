"""What all installations share. Each line that differs from Django's default has its reason beside it."""

import ssl
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from bostadsforum.settings import env, env_mail, logs, policies

BASE_DIR = env.BASE_DIR

# --- What an operator sets ------------------------------------------------------------------------

VAR: Path = env.writable_folder("VAR", BASE_DIR / "var")
# Where `manage.py serve` listens: this computer alone, unless told otherwise.
HOST = env.host("HOST", "127.0.0.1")
PORT = env.whole_number("PORT", 8000, least=1, most=65535)
SITE_ORIGIN = env.origin("SITE_ORIGIN", f"http://127.0.0.1:{PORT}")
IS_HTTPS = SITE_ORIGIN.startswith("https://")
SECRET_KEY = env.secret("SECRET_KEY", kept_in=VAR / "secret.key")
SECRET_KEY_FALLBACKS = env.secrets_in("SECRET_KEY_FALLBACKS")
# Hashes of erased addresses outlive a rotated SECRET_KEY, so they have a key of their own.
ERASURE_KEY = env.secret("ERASURE_KEY", kept_in=VAR / "erasure.key")
# Always the origin's own host, and this computer, so that a health check needs no name.
ALLOWED_HOSTS = list(
    dict.fromkeys([env.host_of(SITE_ORIGIN), *env.hosts("ALLOWED_HOSTS"), "localhost", "127.0.0.1", "[::1]"])
)
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", ["127.0.0.0/8", "::1/128"])
RATE_LIMITS = env.on_or_off("RATE_LIMITS", True)
# A person needs longer than this for the form; 0 turns the check off.
FORM_MIN_SECONDS = env.whole_number("FORM_MIN_SECONDS", 2, most=60)
OUTBOX_LEASE_SECONDS = env.whole_number("OUTBOX_LEASE_SECONDS", 300, least=1)
OUTBOX_RETRY_SECONDS = env.whole_numbers("OUTBOX_RETRY_SECONDS", "60,300,900,3600")

# --- Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "bostadsforum",
    "registration",
    "events",
    "home",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "bostadsforum.wagtail_admin.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Who asks. Before everything that wants to know the scheme or the visitor's address.
    "bostadsforum.middleware.request_id",
    "bostadsforum.middleware.trusted_proxy",
    "bostadsforum.middleware.no_body_for_head",
    # Calendars that have the feed already, which nothing below concerns.
    "events.middleware.TellUnchanged",
    # The headers of every other answer, so outside of all that may answer.
    "bostadsforum.middleware.response_headers",
    "bostadsforum.middleware.ContentSecurityPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bostadsforum.middleware.admin_policy",
    "django.middleware.security.SecurityMiddleware",
    "bostadsforum.middleware.refuse_odd_requests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bostadsforum.middleware.path_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "events.middleware.SayWhatStops",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "bostadsforum.urls"
WSGI_APPLICATION = "bostadsforum.wsgi.application"

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
                "home.context_processors.site",
            ],
        },
    },
]

# --- Database, cache, broker ----------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", embedded_in=VAR / "bostadsforum.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis_address("REDIS_URL")
# Short, since a Redis that accepts connections and is silent must not hold up a registration.
REDIS_TIMEOUT_SECONDS = 0.5

CACHES = {
    "default": (
        {
            "BACKEND": "bostadsforum.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "bostadsforum",
            "OPTIONS": {
                "socket_timeout": REDIS_TIMEOUT_SECONDS,
                "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
            },
        }
        if REDIS_URL
        # One web process, so memory is shared by all who need it (docs/decisions/0003-cache-in-memory.md).
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bostadsforum"}
    ),
    # What each process keeps for itself, for a moment: asking a server for it would cost what it saves.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "memory"},
}

# --- Who may come in ------------------------------------------------------------------------------

AUTH_USER_MODEL = "home.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# `__Host-` binds a cookie to this very host; browsers accept the prefix over TLS only.
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]
CSRF_FAILURE_VIEW = "bostadsforum.error_pages.csrf_failure"

# --- What goes out with every answer --------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = False
# Preloading binds every other service under the domain, for years: the owner of the domain asks for it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_SSL_REDIRECT = IS_HTTPS
# Set by the `trusted_proxy` middleware alone; a visitor's own header of this name is removed there.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = policies.PUBLIC
ADMIN_CONTENT_SECURITY_POLICY = policies.ADMIN

# --- Bodies ---------------------------------------------------------------------------------------

# Public pages take 1 MB (the `refuse_odd_requests` middleware says 413); an editor's page has many fields.
PUBLIC_BODY_MAX_BYTES = 1024 * 1024
# Addresses that the rules for a public form's method, type and size do not concern: the admin has forms of
# its own, calendars are told 405 whatever they try to send, and mail providers send JSON.
OWN_BODY_RULES = ["/admin/", "/kalender", "/anymail/"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
# Our words first, where `make messages` writes; then Wagtail's, where its own Swedish fails.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "bostadsforum" / "locale_wagtail"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# WhiteNoise would let any site read our files; nobody else needs them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Every address of a file carries its hash; compressing the others too would double the time of a start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# False where the files are taken from where they lie (settings/dev.py).
USES_COLLECTED_STATIC = True
# Pictures come from here as long as they lie in a folder of ours (bostadsforum/media.py).
SERVES_MEDIA = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail -----------------------------------------------------------------------------------------

MAIL_FOLDER = VAR / "mail"
_mail = env.mail("EMAIL_URL", embedded_in=MAIL_FOLDER)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH")
EMAIL_HOST, EMAIL_PORT = _mail.get("EMAIL_HOST", "localhost"), _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_USER", ""), _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = _mail.get("EMAIL_TIMEOUT", 60)
# Also the ORGANIZER of every invitation: a mailbox that exists.
MAIL_FROM = env.mailbox("MAIL_FROM", "Bostadsforum <bostadsforum@example.org>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# Where letters come back, and who may tell (docs/decisions/0016-a-provider-reports-and-does-not-send.md).
MAILBOX_URL = env_mail.incoming("MAILBOX_URL")
MAIL_PROVIDER, ANYMAIL = env_mail.webhooks("MAIL_PROVIDER", "MAIL_WEBHOOK_SECRET")

# --- Celery ---------------------------------------------------------------------------------------

# The database decides what is due; the broker only nudges (docs/rules.md R 2.2), so nothing waits for it.
# The host means nothing to files; without one every process begins with a warning.
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
# Kombu's own loses a worker to a message that is read while it is written.
CELERY_BROKER_TRANSPORT = None if REDIS_URL else "bostadsforum.broker:Transport"
CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED} if REDIS_URL.startswith("rediss:") else None
CELERY_BEAT_SCHEDULER = "bostadsforum.scheduler:ForgetfulScheduler"
BEAT_HEARTBEAT = VAR / "beat" / "heartbeat"
BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "socket_timeout": REDIS_TIMEOUT_SECONDS,
        "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
        "max_retries": 0,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_FOLDER / "messages"),
        "data_folder_out": str(BROKER_FOLDER / "messages"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "processed_folder": str(BROKER_FOLDER / "processed"),
        # Otherwise messages pass through the system's shared folder for temporary files.
        "store_processed": True,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Without a limit: a worker that lost Redis waits for it for as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Bostadsforum"
# Addresses are copied into letters, where å, ä and ö would become %C3%A5.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = SITE_ORIGIN
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "home.SiteDocument"
# Documents are downloads and never shown in the site's origin (docs/rules.md R 6.4).
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
# The only two requests to third parties that the admin makes.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "events.approvals.publish_approved"

# --- How the applications find each other without an import ---------------------------------------

EVENTS_AVAILABILITY = "registration.domain.availability.of"

# --- Logs -----------------------------------------------------------------------------------------

LOGGING = logs.LOGGING

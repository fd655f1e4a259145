"""The suite's settings: the database and cache of the environment, nothing else of the machine's."""

import os
from urllib.parse import urlsplit

from config.env import PROJECT_ROOT
from config.settings.dev import *
from config.settings.dev import CACHES, DATABASES, INSTALLED_APPS, MIDDLEWARE

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_PROVIDER, ANYMAIL = "", {}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEFAULT_FROM_EMAIL = "no-reply@lamplight.example.com"
RATELIMIT_ENABLE = False  # tests of limits switch it on
MEDIA_ROOT = PROJECT_ROOT / "var/test/media"
SPOOL_DIR = PROJECT_ROOT / "var/test/spool"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    # A file, not memory: threads and child processes of a test see the same rows, as they would in production.
    (PROJECT_ROOT / "var/test").mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(PROJECT_ROOT / "var/test/suite.sqlite3")}

# A query for each row of a list is an error in every request of the suite.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_NPLUSONE_THRESHOLD = 3
ZEAL_ALLOWLIST = [
    {"model": "contenttypes.ContentType"},  # Django keeps each for the life of the process; only the first test asks
    {"model": "wagtailcore.Page", "field": "get()"},  # Wagtail's walk down the tree, for an address without a page
    {"model": "wagtailcore.Site", "field": "get()"},  # the admin's home, for each link that it shows
    {"model": "sites.Clinic", "field": "get()"},  # a form of the admin, for each clinic that was chosen in it
    {"model": "wagtailimages.Image", "field": "renditions"},  # one JPEG of each picture that is new
]

worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Each test empties its cache: tests that run beside it must have another, or they would lose what they count.
    address = urlsplit(CACHES["default"]["LOCATION"])
    CACHES["default"]["LOCATION"] = address._replace(
        path=f"/{int(address.path.strip('/') or 0) + int(worker)}"
    ).geturl()

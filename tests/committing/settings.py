"""Development settings for the processes that tests and benchmarks start and kill."""

import os

from config.settings.dev import *  # noqa: F403
from config.settings.dev import DATABASES, STORAGES, TASKS

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A killed worker's job comes back after a minute in production; no test waits that long.
TASKS["default"]["OPTIONS"] |= {"LOCK_TIMEOUT": 2, "SCHEDULES": {}}
if (seconds := os.environ.get("SQLITE_TIMEOUT_SECONDS")) and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["timeout"] = float(seconds)

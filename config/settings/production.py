"""A site that visitors reach. Refuses to start on settings that lose requests or leak them."""

from config.published_keys import PUBLISHED_FIELD_ENCRYPTION_KEY, PUBLISHED_SECRET_KEY
from config.refusals import refuse_unsafe_settings
from config.sentry import start_sentry
from config.settings.base import *
from config.settings.base import DATABASES, env

DEBUG = False
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = list(env.allowed_hosts)

refuse_unsafe_settings(
    env, database=DATABASES["default"], published_keys={PUBLISHED_SECRET_KEY, PUBLISHED_FIELD_ENCRYPTION_KEY}
)

# Here, not in wsgi.py: the worker and every command report too.
start_sentry(env.sentry_dsn)

"""One person's machine: `DEBUG=true`. Keys are published, so production refuses them."""

from config.published_keys import PUBLISHED_FIELD_ENCRYPTION_KEY, PUBLISHED_SECRET_KEY
from config.settings.base import *
from config.settings.base import env

# The demo shows visitors' error pages; a developer wants the traceback.
DEBUG = env.show_error_details
IS_DEVELOPMENT = True
SECRET_KEY = env.secret_key or PUBLISHED_SECRET_KEY
FIELD_ENCRYPTION_KEYS = env.field_encryption_keys or (PUBLISHED_FIELD_ENCRYPTION_KEY,)
ALLOWED_HOSTS = list(env.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]", env.host, str(env.public_url.hostname)]
# A receiver on this machine is the usual one here.
WEBHOOK_ALLOW_PRIVATE_ADDRESSES = env.webhook_allow_private_addresses is not False

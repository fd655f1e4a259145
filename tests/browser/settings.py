"""The installation of `tests.committing.settings`, with what a browser needs and nothing that takes long."""

from tests.committing.settings import *  # noqa: F403

PICTURE_FORMATS = ("jpeg",)  # the others take minutes to make
WHITENOISE_USE_FINDERS = True  # stylesheets and scripts, uncollected
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "tests.browser.urls"

"""Keys that anybody can read here. Development and tests use them; production refuses to start with them."""

PUBLISHED_SECRET_KEY = "published-in-the-repository-so-never-good-enough-for-production"  # noqa: S105
PUBLISHED_FIELD_ENCRYPTION_KEY = "cHVibGlzaGVkLWRldi1rZXktbm90LWEtc2VjcmV0ISE="

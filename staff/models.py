"""The people who sign in. Alone in its app: Wagtail's first migration depends on it."""

from django.contrib.auth.models import AbstractUser


class StaffUser(AbstractUser):
    """An editor, coordinator, manager or administrator. Visitors and patients never have one."""

"""Migrate an empty database: `python -m tests.committing.migrate`."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)

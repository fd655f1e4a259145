#!/usr/bin/env python
"""Administrative commands. `DEBUG=true` selects the development settings, anything else production."""

import sys

from django.core.exceptions import ImproperlyConfigured

from config.env import select_settings


def main() -> None:
    try:
        select_settings()
        from django.conf import settings

        _ = settings.DEBUG  # reads the settings, which may refuse
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

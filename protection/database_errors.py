"""Which of the database's errors pass by themselves."""

from django.db import InterfaceError, InternalError, OperationalError

# Away, starting, full, locked or read-only. The other kinds of database error are bugs.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)

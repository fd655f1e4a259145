"""Django's SQLite, but what it believes of SQLite does not depend on who holds the lock."""

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    # Django finds it out within a transaction, which takes the lock for writing as all of ours do. While somebody else
    # holds it, Django takes that for a no, remembers it as long as the connection, and refuses queries that SQLite
    # knows well. Migrating needs JSON already: where SQLite has none, there is no database of ours.
    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

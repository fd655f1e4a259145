"""Requests that were received while the database was away, and how they come in; see docs/decisions/0015-spool.md."""

"""The JSON API under /api/v1/: the form's names, rules and storage for programs. For its users: docs/api.md."""

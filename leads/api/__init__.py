"""The JSON API under /api/v1/: the form's names, rules and storage for programs. docs/api.md is the page for its users."""

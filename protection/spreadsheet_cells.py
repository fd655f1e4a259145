"""Texts that go into a sheet: what somebody typed must not run there."""

# https://owasp.org/www-community/attacks/CSV_Injection
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(value: str) -> str:
    """What somebody typed, so that no spreadsheet runs it: a leading apostrophe makes it text."""
    return f"'{value}" if value.startswith(STARTS_OF_FORMULAS) else value

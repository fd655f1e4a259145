"""What a visitor typed into a field of an address: anything at all, of any length."""


def one_line(text: str, *, max_length: int) -> str:
    """The text without what cannot be printed, on one line, no longer than that. PostgreSQL refuses a NUL."""
    printable = "".join(each if each.isprintable() else " " for each in text[: max_length * 2])
    return " ".join(printable.split())[:max_length].strip()

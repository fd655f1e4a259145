"""Events judged by somebody else's validator, with their formats."""

from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

from leads.event_schemas.schemas import DESCRIBED, schema_of

FORMATS = FormatChecker()
BY_TYPE = {each.name: each for each in DESCRIBED}
# Stand in the golden files for what differs each time.
SAMPLES = {
    "<uuid>": "019cb993-d800-7046-8d6a-469a652e6985",
    "<time>": "2026-03-04T16:00:00.000Z",
    "<url>": "http://localhost/admin/",
    "<id>": "7",
}


@FormatChecker.checks(FORMATS, "uri", raises=ValueError)
def is_uri(value: object) -> bool:
    """The library brings no check of its own."""
    if not isinstance(value, str):
        return True  # a format is of texts
    parts = urlsplit(value)
    return bool(parts.scheme and parts.netloc) and value.isascii()


def faults(payload: Any) -> list[str]:
    """What is wrong with an envelope: the path of each value that is not as its schema says."""
    validator = Draft202012Validator(schema_of(BY_TYPE[payload["type"]]), format_checker=FORMATS)
    return sorted(error.json_path for error in validator.iter_errors(payload))


def filled(text: str) -> str:
    """A golden file's text with values in place of its placeholders."""
    for placeholder, sample in SAMPLES.items():
        text = text.replace(placeholder, sample)
    return text

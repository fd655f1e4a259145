"""Payloads compared with the files that promise them. A changed file is a changed promise."""

import json
import re
from pathlib import Path
from typing import Any

from tests.event_schemas import faults, filled

CONTRACTS = Path(__file__).parent / "contracts"
PLACEHOLDERS = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "<time>"),
)


def assert_contract(payload: dict[str, Any], name: str) -> None:
    """The payload, ids and times aside, is the one in tests/contracts/<name>.json, and an event fits its schema."""
    text = json.dumps(payload, indent=2, ensure_ascii=False)
    if name.endswith(".v1"):
        assert faults(json.loads(filled(text))) == []
    for pattern, placeholder in PLACEHOLDERS:
        text = pattern.sub(placeholder, text)
    path = CONTRACTS / f"{name}.json"
    assert path.exists(), f"no contract {path.name}; what was sent:\n{text}"
    assert json.loads(text) == json.loads(path.read_text())

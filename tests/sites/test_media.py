"""Uploaded files without a proxy in front."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    for path in ("images/room.jpg", "documents/letter.pdf"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text("uploaded")


def test_a_picture_is_shown_and_kept_for_a_day(client: Client) -> None:
    response = client.get("/media/images/room.jpg")

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "max-age=86400" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "documents/letter.pdf",
        "/documents/letter.pdf",
        "images/../documents/letter.pdf",
        "./documents/letter.pdf",
        "images/%2e%2e/documents/letter.pdf",
        "%2fdocuments/letter.pdf",
    ],
)
def test_a_document_is_not_reached_past_its_permissions(client: Client, db: None, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404

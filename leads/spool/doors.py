"""What the doors ask the database beside clinics, in one small file of this machine: API tokens, letters, forms.

A token's SHA-256 is all that the database has too; it cannot be guessed back.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from leads.models import ApiToken
from leads.models.api_token import intake_scopes
from leads.newsletter.models import NewsletterList
from sites.clinic_snapshot import columns, row_from_json, write_json_if_changed
from sites.compiled_queries import keep_prefetched
from sites.models import Clinic, ConsultForm, ConsultQuestion
from sites.models.contact_details import in_order


def doors_path() -> Path:
    return Path(settings.SPOOL_DIR) / "doors.json"


def write_doors() -> bool:
    """Write the file anew where it is outdated. Returns whether it was."""
    tokens = ApiToken.objects.active().order_by("pk")
    letters = NewsletterList.objects.order_by("pk")
    content = {
        "tokens": list(tokens.values("id", "digest", "source", "clinic_id", "origins", "scopes")),
        "forms": [form_as_json(form) for form in ConsultForm.objects.order_by("pk").prefetch_related("questions")],
        "letters": list(letters.values("slug", "name", "clinic_id", "consent_text")),
    }
    return write_json_if_changed(doors_path(), content)


def token_without_database(digest: str) -> ApiToken | None:
    """None also for a token that is younger than the file."""
    found = next((each for each in _read()["tokens"] if each["digest"] == digest), None)
    if found is None:
        return None
    return ApiToken(
        id=UUID(found["id"]),
        digest=digest,
        source=found["source"],
        clinic_id=_uuid(found["clinic_id"]),
        origins=found["origins"],
        # A file that an earlier version wrote knows no scopes: all that there was to do then.
        scopes=found.get("scopes", intake_scopes()),
    )


def origins_without_database() -> frozenset[str]:
    """Pages that some token names."""
    return frozenset(origin for token in _read()["tokens"] for origin in token["origins"])


def list_without_database(clinic: Clinic | None) -> NewsletterList | None:
    """The clinic's own letter, else the network's, else None."""
    letters = {_uuid(each["clinic_id"]): each for each in _read()["letters"]}
    found = (letters.get(clinic.pk) if clinic else None) or letters.get(None)
    return NewsletterList(slug=found["slug"], name=found["name"], consent_text=found["consent_text"]) if found else None


def form_as_json(form: ConsultForm) -> dict[str, Any]:
    return columns(form) | {"questions": [columns(question) for question in form.questions.all()]}


def definition_without_database(form_id: str) -> ConsultForm | None:
    """With its questions."""
    found = next((each for each in _read()["forms"] if each["id"] == form_id), None)
    if found is None:
        return None
    definition = row_from_json(ConsultForm, found)
    questions: list[models.Model] = [row_from_json(ConsultQuestion, each) for each in found["questions"]]
    keep_prefetched(definition, "questions", in_order(ConsultQuestion, questions), ConsultQuestion)
    return definition


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _read() -> dict[str, Any]:
    nothing: dict[str, Any] = {"tokens": [], "forms": [], "letters": []}
    try:
        found: dict[str, Any] = json.loads(doors_path().read_bytes())
        return nothing | found
    except (OSError, ValueError):
        return nothing

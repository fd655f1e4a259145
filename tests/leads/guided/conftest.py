"""A guided form on a clinic's page, and a visitor who goes through it without script."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic, ConsultForm, ConsultQuestion

FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*>(?:[^<]*</textarea>)?")


@pytest.fixture
def guided(db: None) -> ConsultForm:
    made = ConsultForm.objects.create(name="Infusion", is_guided=True, offers_newsletter=False)
    ConsultQuestion.objects.create(form=made, key="why", question="What hurts?", kind="text", step="reason")
    ConsultQuestion.objects.create(
        form=made, key="how-long", question="How long?", kind="one", choices="Weeks\nYears", step="history"
    )
    ConsultQuestion.objects.create(
        form=made, key="heart", question="Any of these?", kind="several", choices="Heart\nLungs", step="candidacy"
    )
    return made


@pytest.fixture
def guided_page(clinic: Clinic, guided: ConsultForm) -> str:
    page = ensure_clinic_page(clinic)
    page.body = [("consult_form", {"clinic": None, "heading": "Ask", "text": "", "consult_form": guided})]
    page.save_revision().publish()
    return str(page.url)


class Visitor:
    """Reads a page's form as a browser does: what it carries is all that is known at the next step."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.is_secure = False
        self.html = ""
        self.status = 0
        self.response: Any = None

    def opens(self, path: str) -> "Visitor":
        return self._sees(self.client.get(path, secure=self.is_secure))

    def presses(self, go: str, **typed: Any) -> "Visitor":
        """`go` as the buttons have it, or "send"."""
        values = self.fields | {name.replace("__", "-"): value for name, value in typed.items()}
        if go == "send":
            return self.posts("/consult-requests/", values)
        return self.posts("/consult-requests/steps/", values | {"go": go})

    def posts(self, path: str, values: dict[str, Any], **more: Any) -> "Visitor":
        return self._sees(self.client.post(path, values, secure=self.is_secure, **more))

    def _sees(self, response: Any) -> "Visitor":
        self.response, self.status, self.html = response, response.status_code, response.content.decode()
        return self

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)
        return unescape(found[1].split(" | ")[0]) if found else ""

    @property
    def fields(self) -> dict[str, Any]:
        """Name to value, or to values, of what a browser would send of the consult form."""
        form = self.html[self.html.index("data-consult-form") :]
        form = form[: form.index("</form>")]
        found: dict[str, Any] = {}
        for tag in FIELD.findall(form):
            name = re.search(r'name="([^"]*)"', tag)
            kind = re.search(r'type="([^"]*)"', tag)
            if not name or tag.startswith("<button") or name[1] == "go":
                continue
            if kind and kind[1] in {"radio", "checkbox"} and " checked" not in tag:
                continue
            value = re.search(r'value="([^"]*)"', tag)
            is_bare_box = value is None and kind is not None and kind[1] == "checkbox"
            text = value[1] if value else "on" if is_bare_box else ""
            if tag.startswith("<textarea"):
                text = tag[tag.index(">") + 1 :].removesuffix("</textarea>").removeprefix("\n")
            if tag.startswith("<select"):
                chosen = re.search(r'<option value="([^"]*)" selected', form[form.index(tag) :].split("</select>")[0])
                text = chosen[1] if chosen else ""
            found.setdefault(name[1], []).append(unescape(text))
        return {name: texts if len(texts) > 1 else texts[0] for name, texts in found.items()}


@pytest.fixture
def visitor(client: Client) -> Visitor:
    return Visitor(client)

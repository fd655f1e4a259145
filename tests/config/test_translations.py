"""No word of ours is left in English for whoever reads Spanish: on public pages and in the admin."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation.template import templatize
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

ROOT: Path = settings.PROJECT_ROOT
APPS = ("sites", "leads", "staff", "integrations", "protection", "config")
# Position of the message, and of its plural where there is one, among the arguments.
MARKERS = {
    "_": (0,), "gettext": (0,), "gettext_lazy": (0,), "gettext_noop": (0,),
    "ngettext": (0, 1), "ngettext_lazy": (0, 1), "pgettext": (1,), "pgettext_lazy": (1,),
}  # fmt: skip
MARKED_IN_TEMPLATE = re.compile(r"""(?<!\w)(?:gettext|ngettext|_)\(u?((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))""")
SPANISH = ROOT / "locale/es/LC_MESSAGES/django.mo"


def messages_in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        for position in MARKERS.get(name, ())[:1]:
            if len(node.args) > position and isinstance(node.args[position], ast.Constant):
                yield str(ast.literal_eval(node.args[position]))


def messages_in_template(path: Path) -> Iterator[str]:
    for literal in MARKED_IN_TEMPLATE.findall(templatize(path.read_text())):
        yield str(ast.literal_eval(literal))


def untranslated(found: Iterator[str]) -> list[str]:
    with SPANISH.open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    # A plural is asked for by its singular.
    return sorted({text for text in found if not has(spanish, text)})


def has(spanish: gettext.GNUTranslations, text: str) -> bool:
    catalog: dict[object, str] = spanish._catalog  # type: ignore[attr-defined]
    return bool(catalog.get(text) or catalog.get((text, 0)))


def test_every_text_of_the_templates_has_a_spanish_one() -> None:
    templates = sorted(path for kind in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{kind}"))
    found = [text for path in templates for text in messages_in_template(path)]

    assert len(found) > 200, "the scan finds texts"
    assert untranslated(iter(found)) == []


@pytest.mark.parametrize("app", APPS)
def test_every_text_of_the_code_has_a_spanish_one(app: str) -> None:
    paths = [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]

    assert untranslated(text for path in paths for text in messages_in_code(path)) == []


def test_the_scan_finds_what_nobody_translated(tmp_path: Path) -> None:
    code, template = tmp_path / "a.py", tmp_path / "a.html"
    code.write_text("""x = _("Quokka"), ngettext("%d quokka here", "%d quokkas", 2), gettext("Clinic")""")
    template.write_text(
        """{% load i18n %}{% translate "Wombat's" %}{% blocktranslate count n=1 %}{{ n }} wombat{% plural %}"""
        """{{ n }} wombats{% endblocktranslate %}{% include "x" with y=_("Wombat two") %}{% translate "Clinic" %}"""
    )

    assert untranslated(messages_in_code(code)) == ["%d quokka here", "Quokka"]
    assert untranslated(messages_in_template(template)) == ["%(n)s wombat", "Wombat two", "Wombat's"]


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def panels_of(model: type[Model]) -> list[FieldPanel]:
    """Of what an editor's form of the model shows: single fields, out of tabs and rows."""
    handler = getattr(model, "edit_handler", None)
    panels: list[Any] = [handler] if handler else [*getattr(model, "content_panels", getattr(model, "panels", ()))]
    found = []
    while panels:
        panel = panels.pop()
        panels += getattr(panel, "children", ())
        found += [panel] if isinstance(panel, FieldPanel) else []
    return found


def labels_of(model: type[Model]) -> Iterator[tuple[str, object]]:
    """A plain string is English for everybody."""
    for panel in panels_of(model):
        field: Any = model._meta.get_field(panel.field_name)
        if not field.model.__module__.startswith("wagtail."):
            yield str(field), panel.heading or field.verbose_name
        if field.help_text and not field.model.__module__.startswith("wagtail."):
            yield f"{field} (help)", field.help_text


def test_every_field_that_staff_edit_has_a_label_that_can_be_translated() -> None:
    plain = [name for model in our_models() for name, label in labels_of(model) if not isinstance(label, Promise)]

    assert plain == []


def test_every_page_and_row_that_staff_edit_has_a_name_that_can_be_translated() -> None:
    edited = [model for model in our_models() if issubclass(model, Page) or hasattr(model, "panels")]

    assert [model._meta.label for model in edited if not isinstance(model._meta.verbose_name, Promise)] == []


def test_every_app_is_named_in_words_that_can_be_translated() -> None:
    assert [app for app in APPS[:4] if not isinstance(apps.get_app_config(app).verbose_name, Promise)] == []

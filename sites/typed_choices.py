"""Pages and files named by a key in a form, whatever its choosers offered."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Model
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from sites.files_in_reach import files_in_reach
from sites.keys import is_key_of
from sites.pages_in_reach import pages_to_link_to
from sites.permissions import User

type Reference = tuple[type[Model], str]


class TypedChoicesMixin:
    """A model form of Wagtail's. What stands there already may stay: another editor chose it, who may.

    A link in a text is refused with words, as its page may just have been unpublished. A file that somebody may not
    choose is not found, as one that never was: the form would show its title.
    """

    def clean(self) -> Any:
        data = super().clean()  # type: ignore[misc]
        form: Any = self
        changed = [field for field in form.instance._meta.concrete_fields if field.name in form.changed_data]
        for field in changed if form.for_user else ():
            stored = references(field, field.value_from_object(form.instance))
            added = references(field, form.cleaned_data.get(field.name)) - stored
            if not are_files_in_reach(added, form.for_user):
                raise Http404
            if not are_pages_in_reach(added, form.for_user):
                form.add_error(field.name, _("Choose only pages that are published, or that you look after."))
        return data


def references(field: Any, value: Any) -> set[Reference]:
    """What a field's value names, by model and key as it was typed."""
    if not value:
        return set()
    if isinstance(field, ForeignKey):
        return {(field.related_model, str(value.pk if isinstance(value, Model) else value))}
    if hasattr(field, "extract_references"):
        return {(model, str(key)) for model, key, *_path in field.extract_references(value)}
    return set()


def are_pages_in_reach(named: Iterable[Reference], user: User) -> bool:
    keys = {key for model, key in named if issubclass(model, Page)}
    if not all(is_key_of(Page, key) for key in keys):
        return False
    return pages_to_link_to(Page.objects.filter(pk__in=keys), user).count() == len(keys)


def are_files_in_reach(named: Iterable[Reference], user: User) -> bool:
    for file_model in (get_image_model(), get_document_model()):
        keys = {key for model, key in named if issubclass(model, file_model)}
        if not all(is_key_of(file_model, key) for key in keys):
            return False
        if keys and files_in_reach(file_model, user).filter(pk__in=keys).distinct().count() != len(keys):
            return False
    return True

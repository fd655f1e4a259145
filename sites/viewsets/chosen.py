"""Wagtail's choosers where a key is typed that no row has. Wagtail asks the database for whatever came."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import Http404
from wagtail.snippets.views import chooser

from sites.keys import is_key_of


class ChosenMixin:
    """First among the bases of a view of one chosen row."""

    model_class: type[Model]

    def get_object(self, pk: str) -> Any:
        if not is_key_of(self.model_class, pk):
            raise Http404
        return super().get_object(pk)  # type: ignore[misc]


class ChosenMultipleMixin:
    """The same for several rows: what is no key is left out."""

    model_class: type[Model]

    def get_objects(self, pks: Iterable[str]) -> Any:
        return super().get_objects([pk for pk in pks if is_key_of(self.model_class, pk)])  # type: ignore[misc]


class ChosenSnippetView(ChosenMixin, chooser.SnippetChosenView):
    pass


class ChosenSnippetsView(ChosenMultipleMixin, chooser.SnippetChosenMultipleView):
    pass


class SnippetChooserViewSet(chooser.SnippetChooserViewSet):
    chosen_view_class = ChosenSnippetView
    chosen_multiple_view_class = ChosenSnippetsView

    def get_urlpatterns(self) -> list[Any]:
        """Rows are made in their own pages: there is no form for them here, and a post to it breaks."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]

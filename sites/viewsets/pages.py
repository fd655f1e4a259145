"""Wagtail's views about pages, as the staff of one clinic may have them."""

from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from sites.viewsets.colleagues import PageHistoryView, among_colleagues


class CarefrontPageViewSet(PageViewSet):
    """Takes the place of the one that Wagtail registers for all pages."""

    model = Page
    filterset_class = among_colleagues(GenericPageFilterSet)
    history_view_class = PageHistoryView

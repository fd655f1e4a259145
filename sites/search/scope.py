"""Which pages a visitor may find: those of the Site they are on, in the language they read, open to everybody."""

from django.db.models import Q
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet


def findable_pages(site: Site, *, language: str) -> PageQuerySet:
    """Live and public pages below the Site's root in `language`.

    Pages that another Site holds are that Site's: a clinic with a hostname of its own is searched there and nowhere
    else.
    """
    root_paths = Site.get_site_root_paths()
    own = next((each for each in root_paths if each.site_id == site.pk and each.language_code == language), None)
    if own is None:
        return Page.objects.none()
    others = [
        each.root_path
        for each in root_paths
        if each.site_id != site.pk and each.root_path != own.root_path and each.root_path.startswith(own.root_path)
    ]
    # The index can be filtered by a page's place in the tree, though not by its address.
    tree_path = dict(Page.objects.filter(url_path__in=[own.root_path, *others]).values_list("url_path", "path"))
    if own.root_path not in tree_path:
        return Page.objects.none()
    elsewhere = Q(pk__in=[])
    for other in others:
        elsewhere |= Q(path__startswith=tree_path[other])
    return Page.objects.live().public().filter(path__startswith=tree_path[own.root_path]).exclude(elsewhere)

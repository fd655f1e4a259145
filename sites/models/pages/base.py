from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from sites.pictures import Pictures

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sites.routing import TreePath

# Fields of the page types that hold what a visitor reads, in reading order.
TEXT_FIELDS = ("headline", "deck", "intro", "body")


class CarefrontPage(Page):
    """What every page of the public site knows: its clinic, whether that clinic is open, and where it stands."""

    # Relations that the page's template shows, fetched together with the page.
    shown_relations: ClassVar[tuple[str, ...]] = ()
    tree_path: "TreePath | None" = None
    """The pages above, where the page was found by its address; None for a preview or a page fetched otherwise."""

    search_fields = [*Page.search_fields, index.SearchField("readable_text")]

    class Meta:
        abstract = True

    def readable_text(self) -> str:
        """What the page says, without markup: found by site search and quoted in its results."""
        texts: list[str] = []
        for name in TEXT_FIELDS:
            value = getattr(self, name, "")
            texts += value.stream_block.get_searchable_content(value) if isinstance(value, StreamValue) else [value]
        return " ".join(str(text) for text in texts if text)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `clinic` (or None), `opening`, `hours`, `breadcrumbs` and `clinics`, those a visitor may choose from."""
        from sites.current_clinic import clinic_of
        from sites.models import Clinic

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        clinic = clinic_of(self)
        context["clinic"] = clinic
        context["clinics"] = [clinic] if clinic else list(Clinic.objects.shown().with_contact_details())
        if clinic:
            context["opening"] = clinic.opening_state(at=now)
            context["hours"] = clinic.hours_rows(at=now)
        context["clinic_openings"] = [(each, each.opening_state(at=now)) for each in context["clinics"]]
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["pictures"] = Pictures(context, page=self)
        return context

    def breadcrumbs(self, request: HttpRequest | None = None) -> list[tuple[str, str]]:
        """Title and address of each page above this one, from the home page down."""
        if self.tree_path:
            above = [page for page in self.tree_path.pages[1:-1] if page.live]
        else:
            above = list(self.get_ancestors().filter(depth__gt=1).live())
        return [(page.title, page.get_url(request)) for page in above]

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """Wagtail's own answer, without its two queries where none of the pages above has a restriction."""
        if self.tree_path and not self.tree_path.may_be_restricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

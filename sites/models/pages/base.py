from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from sites.page_addresses import Parts, url_at, url_parts_at
from sites.page_forms import PageForm
from sites.pages_in_reach import title_told
from sites.pictures import Pictures

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from sites.models.clinic import Clinic
    from sites.opening_hours import OpeningState
    from sites.routing import TreePath

# Fields of the page types that hold what a visitor reads, in reading order.
TEXT_FIELDS = ("headline", "deck", "intro", "body")


class CarefrontPage(Page):
    """What every page of the public site knows: its clinic, whether that clinic is open, and where it stands."""

    # Relations that the page's template shows, fetched together with the page.
    shown_relations: ClassVar[tuple[str, ...]] = ()
    tree_path: "TreePath | None" = None
    """The pages above, where the page was found by its address; None for a preview or a page fetched otherwise."""

    base_form_class = PageForm
    search_fields = [*Page.search_fields, index.SearchField("readable_text")]

    outlives_its_clinic = False
    """Whether the page stays when the clinic above it closes for good, as one of the clinic that takes its patients."""

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        return title_told(self)

    def readable_text(self) -> str:
        """What the page says, without markup: found by site search and quoted in its results."""
        texts: list[str] = []
        for name in TEXT_FIELDS:
            value = getattr(self, name, "")
            texts += value.stream_block.get_searchable_content(value) if isinstance(value, StreamValue) else [value]
        return " ".join(str(text) for text in texts if text)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        return self.answer_instead(request, response.context_data or {}) or response

    def answer_instead(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse | None:
        """What a visitor gets in place of this page, where it leads on. Editors who preview it see the page."""
        from sites.leading_on import answer_for_closed_clinic

        closed = context["closed_clinic"]
        return answer_for_closed_clinic(closed, request) if closed and not self.outlives_its_clinic else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `clinic` (or None), `opening`, `hours`, `breadcrumbs`, `clinics`, those a visitor may choose from, and
        the `directory` that blocks ask for more.

        Below a clinic that closed for good, `closed_clinic` is that one and `clinic` the one that takes its patients.
        """
        from sites.current_clinic import clinic_of
        from sites.directory import Directory
        from sites.models.contact_details import shown_clinics

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        clinic = clinic_of(self)
        context["closed_clinic"] = None
        if clinic and clinic.is_closed_for_good:
            context["closed_clinic"], clinic = clinic, clinic.patients_go_to
        context["clinic"] = clinic
        context["clinics"] = [clinic] if clinic else shown_clinics()
        if clinic:
            context["opening"] = clinic.opening_state(at=now)
            context["hours"] = clinic.hours_rows(at=now)
        context["clinic_openings"] = [(each, each.opening_state(at=now)) for each in context["clinics"]]
        context["directory"] = Directory(
            language_code=self.locale.language_code,
            on=clinic.local_date(at=now) if clinic else timezone.localdate(now),
            request=request,
        )
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["pictures"] = Pictures(context, page=self)
        return context

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list this page."""
        return True

    @property
    def canonical_url(self) -> str:
        """The full address of the page that search engines should name for this text: itself, unless it says so."""
        return self.full_url or ""

    @property
    def stands_for_itself(self) -> bool:
        """Whether this page is its own canonical one. Only such pages are in the sitemap."""
        return True

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return found if self.is_indexed and self.stands_for_itself else []

    def breadcrumbs(self, request: HttpRequest | None = None) -> list[tuple[str, str]]:
        """Title and address of each page above this one, from the home page down."""
        if self.tree_path:
            above = [page for page in self.tree_path.pages[1:-1] if page.live]
        else:
            above = list(self.get_ancestors().filter(depth__gt=1).live())
        return [(page.title, url_at(page.url_path, request=request)) for page in above]

    def get_url_parts(self, request: HttpRequest | None = None) -> Parts | None:
        """Wagtail's own answer, worked out once for each place."""
        return url_parts_at(self.url_path, request=request)

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """Wagtail's own answer, without its two queries where none of the pages above has a restriction."""
        if self.tree_path and not self.tree_path.may_be_restricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


def openings_at(clinic_ids: "Collection[UUID]", context: dict[str, Any]) -> "list[tuple[Clinic, OpeningState]]":
    """The context's `clinic_openings` of these clinics; all where it has none of them."""
    openings: list[tuple[Clinic, OpeningState]] = context["clinic_openings"]
    return [pair for pair in openings if pair[0].pk in clinic_ids] or openings

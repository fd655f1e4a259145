from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.search import index

# Fields of the page types that hold what a visitor reads, in reading order.
TEXT_FIELDS = ("headline", "deck", "intro", "body")


class CarefrontPage(Page):
    """What every page of the public site knows: its clinic, whether that clinic is open, and where it stands."""

    search_fields = [*Page.search_fields, index.SearchField("readable_text")]

    outlives_its_clinic = False
    """Whether the page stays when the clinic above it closes for good, as one of the clinic that takes its patients."""

    class Meta:
        abstract = True

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
        """Adds `clinic` (or None), `opening`, `hours`, `breadcrumbs` and `clinics`, those a visitor may choose from.

        Below a clinic that closed for good, `closed_clinic` is that one and `clinic` the one that takes its patients.
        """
        from sites.current_clinic import clinic_of
        from sites.models import Clinic

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        clinic = clinic_of(self)
        context["closed_clinic"] = None
        if clinic and clinic.is_closed_for_good:
            context["closed_clinic"], clinic = clinic, clinic.patients_go_to
        context["clinic"] = clinic
        context["clinics"] = [clinic] if clinic else list(Clinic.objects.shown().with_contact_details())
        if clinic:
            context["opening"] = clinic.opening_state(at=now)
            context["hours"] = clinic.hours_rows(at=now)
        context["clinic_openings"] = [(each, each.opening_state(at=now)) for each in context["clinics"]]
        context["breadcrumbs"] = self.breadcrumbs()
        return context

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Title and address of each page above this one, from the home page down."""
        above = self.get_ancestors().filter(depth__gt=1).live()
        return [(page.title, page.url) for page in above]

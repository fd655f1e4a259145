from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from sites.page_forms import PageForm


class CarefrontPage(Page):
    """What every page of the public site knows: its clinic, whether that clinic is open, and where it stands."""

    base_form_class = PageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `clinic` (or None), `opening`, `hours`, `breadcrumbs`, `clinics`, those a visitor may choose from, and
        the `directory` that blocks ask for more."""
        from sites.current_clinic import clinic_of
        from sites.directory import Directory
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
        context["directory"] = Directory(
            language_code=self.locale.language_code, on=clinic.local_date(at=now) if clinic else timezone.localdate(now)
        )
        context["breadcrumbs"] = self.breadcrumbs()
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

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Title and address of each page above this one, from the home page down."""
        above = self.get_ancestors().filter(depth__gt=1).live()
        return [(page.title, page.url) for page in above]

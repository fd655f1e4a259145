from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Left, Length
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from sites.blocks import BodyBlock
from sites.compiled_queries import compiled
from sites.models.pages.base import CarefrontPage
from sites.models.provider import Provider, ProviderRole, read_credentials


class ClinicIndexPage(CarefrontPage):
    """All clinics. Only clinics live directly under it, so a clinic's slug is its address."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*CarefrontPage.content_panels, FieldPanel("intro")]
    parent_page_types = ["sites.HomePage"]
    subpage_types = ["sites.ClinicPage"]
    template = "sites/clinic_index_page.html"

    class Meta:
        verbose_name = _("clinic index")


class ClinicPage(CarefrontPage):
    """A clinic's front page. Phone, hours and address come from the clinic's record and are never typed here."""

    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, related_name="pages", verbose_name=_("clinic"))
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [
        *CarefrontPage.content_panels,
        FieldPanel("clinic"),
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
    ]
    parent_page_types = ["sites.ClinicIndexPage"]
    subpage_types = ["sites.ProviderPage", "sites.ClinicTreatmentPage", "sites.StandardPage", "sites.ArticlePage"]
    template = "sites/clinic_page.html"
    shown_relations = ("picture",)

    class Meta:
        verbose_name = _("clinic page")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # The slug is the clinic's in every locale; Wagtail would derive one from the title here.
        if self.clinic_id:
            self.slug = self.clinic.slug
        super().full_clean(*args, **kwargs)

    def readable_text(self) -> str:
        clinic = self.clinic
        address = f"{clinic.street}, {clinic.place} {clinic.postal_code}"
        return " ".join(part for part in (super().readable_text(), address) if part)

    def clean(self) -> None:
        super().clean()
        if not self.clinic_id:
            return
        others = ClinicPage.objects.filter(clinic_id=self.clinic_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"clinic": _("This clinic has a page in this language already.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `providers` as (provider, role title, link to their page), `treatment_pages`, links to what the clinic
        gives: its own page on a treatment where there is one, else the library's, and `takes_insurance`: so it is
        said, or a plan is among its ways to pay."""
        from sites.navigation import Link

        context = super().get_context(request, *args, **kwargs)
        today = self.clinic.local_date(at=timezone.now())
        roles = roles_with_pages(clinic_id=self.clinic_id, today=today, parent_path=self.path)
        read_credentials([role.provider for role in roles])
        url = self.get_url(request)
        context["providers"] = [
            (role.provider, role.title, Link(role.title, f"{url}{role.page_slug}/" if role.page_slug else ""))
            for role in roles
        ]
        links = context["directory"].treatments(clinic=self.clinic)
        context["treatment_pages"] = [link for link in links if link.url]
        methods = context["directory"].payment_methods(clinics=[self.clinic])[self.clinic_id]
        context["takes_insurance"] = self.clinic.takes_insurance or any(method.is_a_plan for method in methods)
        return context


@compiled
def roles_with_pages(clinic_id: UUID, today: date, parent_path: str) -> "models.QuerySet[Any]":
    """Who practises at the clinic today, with the `page_slug` of their page below the clinic's, if they have one."""
    pages = ProviderPage.objects.live().annotate(parent_path=Left("path", Length("path") - ProviderPage.steplen))
    pages = pages.filter(parent_path=parent_path, provider=OuterRef("provider")).order_by("path")
    roles = ProviderRole.objects.filter(clinic=clinic_id).present(on=today).select_related("provider__photo")
    return roles.annotate(page_slug=pages.values("slug")[:1])


class ProviderPage(CarefrontPage):
    """A provider at one clinic, below that clinic's page."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="pages", verbose_name=_("provider"))
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [*CarefrontPage.content_panels, FieldPanel("provider"), FieldPanel("body", heading=_("Body"))]
    parent_page_types = ["sites.ClinicPage"]
    subpage_types: list[str] = []
    template = "sites/provider_page.html"
    shown_relations = ("provider__photo",)

    class Meta:
        verbose_name = _("provider page")

    def readable_text(self) -> str:
        return " ".join(part for part in (self.provider.readable_text(), super().readable_text()) if part)

    def answer_instead(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse | None:
        """Somebody who left is found where they still practise, or not here any more."""
        if answer := super().answer_instead(request, context):
            return answer
        from sites.leading_on import new_address_of

        role, clinic = context["role"], context["clinic"]
        today = clinic.local_date(at=timezone.now()) if clinic else None
        if role is None or today is None or not role.has_left(on=today):
            return None
        left = self.get_parent().specific
        return HttpResponsePermanentRedirect(new_address_of(context["provider"], left=left, on=today, request=request))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `provider` and `role`, what they do at this page's clinic."""
        context = super().get_context(request, *args, **kwargs)
        clinic = context["clinic"]
        read_credentials([self.provider])
        context["provider"] = self.provider
        roles = roles_of(provider_id=self.provider_id, clinic_id=clinic.pk) if clinic else []
        context["role"] = next(iter(roles), None)
        return context


@compiled
def roles_of(provider_id: UUID, clinic_id: UUID) -> "models.QuerySet[ProviderRole]":
    return ProviderRole.objects.filter(provider=provider_id, clinic=clinic_id)

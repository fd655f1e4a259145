from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable
from wagtail.rich_text import get_text_for_indexing

from protection.identifiers import uuid7
from sites.compiled_queries import compiled, keep_prefetched
from sites.models.part_of import PartOf, PartOfClinic
from sites.npi import validate_npi


class Credential(PartOf):
    """Letters behind a name, what they mean, and what their holder may be called in structured data."""

    class SchemaType(models.TextChoices):
        PHYSICIAN = "Physician", _("Physician")
        PERSON = "Person", _("Person with a credential")

    code = models.CharField(_("letters"), max_length=12, unique=True, help_text=_("Such as MD or CRNA."))
    meaning = models.CharField(_("meaning"), max_length=120)
    schema_type = models.CharField(
        _("schema.org type"),
        max_length=12,
        choices=SchemaType,
        default=SchemaType.PERSON,
        help_text=_("Physician only for doctors of medicine and osteopathic medicine."),
    )

    panels = [FieldPanel("code"), FieldPanel("meaning"), FieldPanel("schema_type")]

    class Meta:
        ordering = ["code"]
        verbose_name = _("credential")

    def __str__(self) -> str:
        return self.code

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        return clinics_of_providers(provider_credentials__credential=self.pk)

    def readable_text(self) -> str:
        return f"{self.code}, {self.meaning}" if self.meaning else self.code


class ProviderQuerySet(models.QuerySet["Provider"]):
    def with_credentials(self) -> "ProviderQuerySet":
        """With what a byline or a card shows: one more query however many providers."""
        return self.select_related("photo").prefetch_related(held_credentials())


class Provider(ClusterableModel, PartOf):
    """Somebody who treats patients, at one clinic or several."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    npi = models.CharField(_("NPI"), max_length=10, blank=True)
    licence_states = models.CharField(_("licence states"), max_length=200, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    bio = RichTextField(_("biography"), blank=True, features=["bold", "italic", "link", "ul"])

    objects = ProviderQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        InlinePanel("provider_credentials", heading=_("Credentials, in the order written")),
        InlinePanel("roles", heading=_("Clinics")),
        FieldRowPanel([FieldPanel("npi"), FieldPanel("licence_states")]),
        FieldPanel("languages"),
        FieldPanel("photo", heading=_("Photograph")),
        FieldPanel("bio"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("provider")

    def __str__(self) -> str:
        return self.full_title

    def clean(self) -> None:
        super().clean()
        if self.npi:
            try:
                validate_npi(self.npi)
            except ValidationError as error:
                raise ValidationError({"npi": error}) from error

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        return clinics_of_providers(pk=self.pk)

    @property
    def credentials(self) -> list[Credential]:
        """In the order they are written. Uses prefetched rows where there are some."""
        return [held.credential for held in self.provider_credentials.all()]

    @property
    def full_title(self) -> str:
        """ "Dana Whitfield, CRNA, APNP"."""
        return ", ".join([self.name, *(credential.code for credential in self.credentials)])

    def readable_text(self) -> str:
        """Who it is and what they say of themselves, without markup: found by site search."""
        sentences = [
            get_text_for_indexing(self.bio),
            self.name,
            *(credential.readable_text() for credential in self.credentials),
            self.languages,
        ]
        return ". ".join(sentence.strip().rstrip(".") for sentence in sentences if sentence.strip())


def clinics_of_providers(**wanted: Any) -> "list[models.QuerySet[Any]]":
    from sites.models.clinic import Clinic

    return [Clinic.objects.filter(provider_roles__provider__in=Provider.objects.filter(**wanted))]


class ProviderCredential(PartOf, Orderable):
    provider = ParentalKey(Provider, on_delete=models.CASCADE, related_name="provider_credentials")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("credential", heading=_("Credential"))]

    class Meta(Orderable.Meta):
        verbose_name = _("held credential")
        constraints = [models.UniqueConstraint(fields=["provider", "credential"], name="provider_credential_once")]

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        return clinics_of_providers(pk=self.provider_id)


def held_credentials(prefix: str = "") -> "models.Prefetch[str]":
    """To prefetch the credentials of providers, or of what leads to them by `prefix`, such as "provider__"."""
    return models.Prefetch(
        f"{prefix}provider_credentials", queryset=ProviderCredential.objects.select_related("credential")
    )


def read_credentials(providers: Iterable[Provider]) -> None:
    """Put each provider's credentials where `held_credentials` would have put them."""
    by_provider: dict[UUID, list[ProviderCredential]] = {each.pk: [] for each in providers}
    for held in credentials_of(provider_ids=list(by_provider)):
        by_provider[held.provider_id].append(held)
    for provider in providers:
        keep_prefetched(provider, "provider_credentials", by_provider[provider.pk], ProviderCredential)


@compiled
def credentials_of(provider_ids: Sequence[UUID]) -> models.QuerySet[ProviderCredential]:
    held = ProviderCredential.objects.filter(provider__pk__in=provider_ids).order_by("sort_order")
    return held.select_related("credential")


class ProviderRoleQuerySet(models.QuerySet["ProviderRole"]):
    def present(self, *, on: date) -> Self:
        """Of those who practise at their clinic on this day. The day on which somebody leaves is not one any more."""
        return self.filter(Q(left_date__isnull=True) | Q(left_date__gt=on))


class ProviderRole(PartOfClinic, Orderable):
    """What a provider does at one clinic."""

    provider = ParentalKey(Provider, on_delete=models.CASCADE, related_name="roles")
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.CASCADE, related_name="provider_roles")
    title = models.CharField(_("role"), max_length=120, help_text=_("Such as Medical director."))
    left_date = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("From this day on the clinic's pages no longer show them.")
    )

    objects = ProviderRoleQuerySet.as_manager()

    panels = [FieldRowPanel([FieldPanel("clinic", heading=_("Clinic")), FieldPanel("title"), FieldPanel("left_date")])]

    class Meta(Orderable.Meta):
        verbose_name = _("role at a clinic")
        constraints = [models.UniqueConstraint(fields=["provider", "clinic"], name="provider_role_once_a_clinic")]

    def has_left(self, *, on: date) -> bool:
        return self.left_date is not None and self.left_date <= on

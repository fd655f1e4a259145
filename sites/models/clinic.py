from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, validate_email
from django.db import models, transaction
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from protection.identifiers import uuid7
from sites.clinic_form import ClinicForm
from sites.maps import map_search_url
from sites.models.clinic_rules import validate_clinic
from sites.models.consent_wording import ConsentWording
from sites.opening_hours import ClosedDays, HoursRow, OpeningState, Shift, hours_rows, opening_state

if TYPE_CHECKING:
    from sites.models.clinic_phone import ClinicPhone


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("Use a name of the IANA time zone database, such as America/Chicago."))


def validate_email_lines(value: str) -> None:
    for line in value.split():
        validate_email(line)


class ClinicQuerySet(models.QuerySet["Clinic"]):
    _reads_contact_details = False

    def with_contact_details(self) -> "ClinicQuerySet":
        """With phones, hours, closures and payment methods: one more query however many clinics."""
        clone = self.all()
        clone._reads_contact_details = True  # noqa: SLF001 - our own kind
        return clone

    def _clone(self) -> "ClinicQuerySet":
        clone: ClinicQuerySet = super()._clone()  # type: ignore[misc]
        clone._reads_contact_details = self._reads_contact_details
        return clone

    def _fetch_all(self) -> None:
        super()._fetch_all()
        if self._reads_contact_details:
            from sites.models.contact_details import read_contact_details

            read_contact_details([row for row in self._result_cache or () if isinstance(row, Clinic)])

    def shown(self) -> "ClinicQuerySet":
        """Those that lists, finder and forms offer: all but the ones closed for good."""
        return self.exclude(status=Clinic.Status.CLOSED)


class Clinic(ClusterableModel):
    """The tenant: one place where patients are treated. Pages, forms, leads, endpoints and staff belong to it."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PAUSED = "paused", _("Paused: takes no new requests")
        CLOSED = "closed", _("Closed for good")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(
        "sites.Practice", on_delete=models.PROTECT, related_name="clinics", verbose_name=_("practice")
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of every address of this clinic. Never changes."))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    status_notice = models.CharField(
        _("notice to visitors"), max_length=300, blank=True, help_text=_("Shown while the clinic is paused or closed.")
    )
    reopens_date = models.DateField(_("opens again on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("who takes its patients"),
        help_text=_("While this clinic is paused or closed, its pages and its form lead there."),
    )
    moved_date = models.DateField(_("moved here on"), null=True, blank=True)
    former_address = models.CharField(
        _("former address"), max_length=200, blank=True, help_text=_("Shown for ninety days after the move.")
    )
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])

    street = models.CharField(_("street"), max_length=120)
    street_2 = models.CharField(_("suite or floor"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80)
    state = models.CharField(
        _("state"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as MN."))]
    )
    postal_code = models.CharField(_("ZIP code"), max_length=10)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    map_url = models.URLField(_("map link"), blank=True)
    booking_url = models.URLField(_("online booking link"), blank=True)

    languages = models.CharField(
        _("languages spoken"),
        max_length=100,
        blank=True,
        default="en",
        help_text=_("Codes such as en or es, separated by spaces."),
    )
    payment_methods = ParentalManyToManyField(
        "sites.PaymentMethod", blank=True, related_name="clinics", verbose_name=_("payment methods")
    )
    takes_insurance = models.BooleanField(_("takes insurance"), default=False)
    payment_facts = models.TextField(_("payment and insurance"), blank=True, help_text=_("One fact a line."))
    licence_states = models.CharField(
        _("licence states"), max_length=200, blank=True, help_text=_("Two-letter codes, separated by spaces.")
    )

    response_minutes = models.PositiveIntegerField(
        _("promised answer, open minutes"), default=120, help_text=_("Counted in the clinic's opening hours.")
    )
    measured_response_minutes = models.PositiveIntegerField(
        _("measured answer, open minutes"), null=True, blank=True, editable=False
    )
    """Median of the last ninety days; None: too few to tell. `leads.response_times` measures."""
    response_measured_at = models.DateTimeField(null=True, blank=True, editable=False)
    alert_emails = models.TextField(
        _("alert addresses"),
        blank=True,
        validators=[validate_email_lines],
        help_text=_("Who hears of a new lead, one address a line. The mail holds a link and nothing about the person."),
    )
    sender_name = models.CharField(_("mail sender name"), max_length=120, blank=True)
    sender_email = models.EmailField(_("mail sender address"), blank=True)
    consent_contact_text = models.TextField(_("consent to contact, own wording"), blank=True)
    consent_sms_text = models.TextField(_("consent to text messages, own wording"), blank=True)

    hue = models.PositiveSmallIntegerField(_("brand hue"), default=205, validators=[MaxValueValidator(359)])
    chroma = models.DecimalField(
        _("brand colour strength"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    """Of what pages show of the clinic: its parts move it too, see `PartOf`."""

    objects = ClinicQuerySet.as_manager()

    base_form_class = ClinicForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("name"), FieldPanel("slug"), FieldPanel("practice")],
                        heading=_("Clinic"),
                    ),
                    InlinePanel("phones", heading=_("Phone numbers"), min_num=1),
                    MultiFieldPanel(
                        [
                            FieldPanel("street"),
                            FieldPanel("street_2"),
                            FieldRowPanel([FieldPanel("city"), FieldPanel("state"), FieldPanel("postal_code")]),
                            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                            FieldPanel("map_url"),
                            FieldPanel("booking_url"),
                        ],
                        heading=_("Address"),
                    ),
                ],
                heading=_("Clinic"),
            ),
            ObjectList(
                [
                    FieldPanel("time_zone"),
                    InlinePanel("opening_hours", heading=_("Opening hours")),
                    InlinePanel("closures", heading=_("Closed days")),
                ],
                heading=_("Hours"),
            ),
            ObjectList(
                [
                    FieldPanel("status"),
                    FieldPanel("status_notice"),
                    FieldPanel("reopens_date"),
                    FieldPanel("successor"),
                    FieldRowPanel([FieldPanel("moved_date"), FieldPanel("former_address")]),
                ],
                heading=_("Changes"),
            ),
            ObjectList(
                [
                    FieldPanel("response_minutes"),
                    FieldPanel("alert_emails"),
                    FieldRowPanel([FieldPanel("sender_name"), FieldPanel("sender_email")]),
                    FieldPanel("consent_contact_text"),
                    FieldPanel("consent_sms_text"),
                ],
                heading=_("Requests"),
            ),
            ObjectList(
                [
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "hue",
                                help_text=_(
                                    "0 to 359 around the colour wheel: 25 red, 145 green, 250 blue, 310 purple."
                                ),
                            ),
                            FieldPanel("chroma", help_text=_("0 is grey, 1 is the strongest that can still be read.")),
                        ]
                    ),
                    FieldPanel("languages"),
                    FieldPanel("payment_methods", widget=CheckboxSelectMultiple),
                    FieldPanel(
                        "takes_insurance",
                        help_text=_("The clinic's page says so, also without this tick where a plan is ticked above."),
                    ),
                    FieldPanel("payment_facts"),
                    FieldPanel("licence_states"),
                ],
                heading=_("Look and facts"),
            ),
        ]
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("clinic")
        constraints = [
            models.CheckConstraint(condition=Q(hue__lt=360), name="clinic_hue_is_an_angle"),
            models.CheckConstraint(condition=Q(chroma__gte=0, chroma__lte=1), name="clinic_chroma_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        stored = Clinic.objects.filter(pk=self.pk).first()
        validate_clinic(self, stored=stored)
        if stored and stored.address != self.address and stored.map_url == self.map_url:
            self.map_url = ""  # it led to the old door; `map_link` leads to the new one

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        ConsentWording.objects.keep(self.consent_contact_text, self.consent_sms_text)

    def successors(self) -> Iterator["Clinic"]:
        """The clinics that patients are led to, one after the other. Ends also where a record leads in a circle."""
        seen, clinic = {self.pk}, self.successor
        while clinic and clinic.pk not in seen:
            yield clinic
            seen.add(clinic.pk)
            clinic = clinic.successor

    @property
    def patients_go_to(self) -> "Clinic | None":
        """Who takes the patients of a paused or closed clinic: its successor, or in turn the one after a closed one."""
        if self.status == self.Status.OPEN:
            return None
        return next((clinic for clinic in self.successors() if clinic.status != self.Status.CLOSED), None)

    @property
    def is_closed_for_good(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def takes_consult_requests(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def booking_link(self) -> str:
        """Empty while the clinic takes nobody."""
        return self.booking_url if self.takes_consult_requests else ""

    @property
    def is_shown(self) -> bool:
        """The same rule as `ClinicQuerySet.shown`, for a row in hand."""
        return self.status != self.Status.CLOSED

    @property
    def place(self) -> str:
        """ "Duluth, MN"."""
        return f"{self.city}, {self.state}"

    @property
    def address(self) -> str:
        """On one line: "410 Lakeview Avenue, Suite 2, Duluth, MN 55802"."""
        streets = [street for street in (self.street, self.street_2) if street]
        return ", ".join([*streets, self.city, f"{self.state} {self.postal_code}"])

    @property
    def map_link(self) -> str:
        """Where to find the clinic on a map: the link an editor gave, or a search for its address as it is now."""
        return self.map_url or map_search_url(name=self.name, address=self.address)

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    @property
    def path(self) -> str:
        """The address of the clinic's page in the default language."""
        return f"/clinics/{self.slug}/"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def main_phone(self) -> "ClinicPhone | None":
        """The number that pages show. Uses prefetched phones where there are some."""
        phones = sorted(self.phones.all(), key=lambda phone: (phone.kind != "main", phone.sort_order or 0))
        return next((phone for phone in phones if phone.kind == "main"), None)

    def shifts(self) -> list[Shift]:
        return [hours.as_shift() for hours in self.opening_hours.all()]

    def closed_days(self) -> list[ClosedDays]:
        return [closure.as_closed_days() for closure in self.closures.all()]

    def opening_state(self, *, at: datetime) -> OpeningState:
        return opening_state(self.shifts(), self.closed_days(), time_zone=self.zone, at=at)

    def hours_rows(self, *, at: datetime) -> list[HoursRow]:
        return hours_rows(self.shifts(), today=self.local_date(at=at))

    def local_date(self, *, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @property
    def payment_fact_list(self) -> list[str]:
        return self.payment_facts.splitlines()

    @property
    def alert_email_list(self) -> list[str]:
        return self.alert_emails.split()

    @property
    def chroma_percent(self) -> int:
        return round(self.chroma * 100)

    @property
    def brand_version(self) -> str:
        """What the address of the brand stylesheet holds: it changes when the brand does."""
        return f"{self.hue}-{round(self.chroma * 100)}"

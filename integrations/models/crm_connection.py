from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from integrations.addresses import MAX_URL_LENGTH
from integrations.crm_fields import ERASED_TYPES, FIELDS, heard_types
from integrations.crm_vendors import CREDENTIALS, VENDORS, Vendor
from integrations.models.receiver import Receiver, check_address
from protection import data_classes
from protection.agreements import health_needs_agreement
from protection.data_classes import DataClass, allowed_class
from protection.encryption import EncryptedJSONField


class CrmConnectionQuerySet(models.QuerySet["CrmConnection"]):
    def live(self) -> "CrmConnectionQuerySet":
        """Those that send: on, and looked at by somebody."""
        return self.filter(status=CrmConnection.Status.ACTIVE, dry_run=False)


class CrmConnection(Receiver):
    """A CRM that is kept up to date with the people and leads of a clinic, or of the network."""

    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="crm_connections",
        verbose_name=_("clinic"),
        help_text=_("Empty: the whole network."),
    )
    vendor = models.CharField(_("CRM"), max_length=20, choices=Vendor)
    # As of an endpoint: `check_url` decides.
    base_url = models.CharField(
        _("address"), max_length=MAX_URL_LENGTH, blank=True, help_text=_("Empty: the vendor's own, where it has one.")
    )
    credentials = EncryptedJSONField(default=dict, editable=False)
    """By the names of `crm_vendors.CREDENTIALS`."""
    token_expires_at = models.DateTimeField(null=True, editable=False)
    vendor_settings = models.JSONField(default=dict, editable=False)
    """By the names of the vendor's `settings`."""
    agreement_on_file = models.BooleanField(
        _("agreement on file"), default=False, help_text=_("A signed business associate agreement with the vendor.")
    )
    mapping = models.JSONField(default=dict, editable=False)
    """{"contact": {our field: their property}, "lead": {…}}. What is not named is not sent."""
    stage_mapping = models.JSONField(default=dict, editable=False)
    """{our stage's slug: their stage}. A stage that is not named goes as its slug."""
    dry_run = models.BooleanField(
        _("dry run"), default=True, help_text=_("Nothing is sent before somebody has looked at what would change.")
    )
    status_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    """Why it cannot send at present, in our own words. Emptied by the next success."""

    objects = CrmConnectionQuerySet.as_manager()

    class Meta(Receiver.Meta):
        verbose_name = _("CRM connection")
        constraints = [health_needs_agreement(name="health_reaches_a_crm_only_under_an_agreement")]

    def __str__(self) -> str:
        return self.description or f"{self.get_vendor_display()} {self.id.hex[-8:]}"

    @property
    def url(self) -> str:
        """Of its API, without a slash at its end; for a system of no vendor that we know, where it takes everything."""
        if self.vendor == Vendor.GENERIC:
            return self.base_url
        return (self.base_url or VENDORS[self.vendor].base_url).rstrip("/")

    @property
    def allowed_class(self) -> DataClass:
        """What it gets now: what staff allow, never above the channel's own limit."""
        return allowed_class("crm", DataClass.named(self.data_class))

    def setting(self, name: str) -> str:
        value: str = self.vendor_settings.get(name) or VENDORS[self.vendor].settings[name].default
        return value

    def wants(self, event_type: str) -> bool:
        return event_type in ERASED_TYPES or (event_type in heard_types() and super().wants(event_type))

    def is_held_back(self, *, at: datetime) -> bool:
        return self.held_back_until is not None and at < self.held_back_until

    def clean(self) -> None:
        super().clean()
        if self.vendor not in VENDORS or self.data_class not in {slug for slug, _name in data_classes.CHOICES}:
            return  # said already
        self._check_address()
        self._check_settings()
        self._check_mapping()

    def _check_address(self) -> None:
        if not self.url:
            raise ValidationError({"base_url": _("This vendor gives each customer an address of their own.")})
        check_address(self.url, field="base_url")

    def _check_settings(self) -> None:
        facts = VENDORS[self.vendor]
        if unknown := {*self.vendor_settings} - {*facts.settings}:
            raise ValidationError(_t("Unknown settings: %s.") % ", ".join(sorted(unknown)))
        if unknown := {*self.credentials} - {*CREDENTIALS}:
            raise ValidationError(_t("Unknown credentials: %s.") % ", ".join(sorted(unknown)))
        for name, setting in facts.settings.items():
            value = self.setting(name)
            if setting.required and not value:
                raise ValidationError(_t("%s is missing.") % setting.label)
            if setting.choices and value not in setting.choices:
                raise ValidationError(_t("%s is not one of those offered.") % setting.label)

    def _check_mapping(self) -> None:
        """Every name is one that we know, and of a class that this connection gets."""
        if not isinstance(self.mapping, dict) or {*self.mapping} - {*FIELDS}:
            raise ValidationError(_t("A mapping is of contacts and of leads."))
        for kind, properties in self.mapping.items():
            for name, theirs in properties.items():
                data_class = FIELDS[kind].get(name)
                if data_class is None:
                    raise ValidationError(_t("“%s” is no field that we send.") % name)
                if not isinstance(theirs, str) or not theirs.strip():
                    raise ValidationError(_t("“%s” leads to no property.") % name)
                if data_class > self.allowed_class:
                    raise ValidationError(
                        _t("“%(field)s” is of class %(needed)s. This connection may receive %(given)s.")
                        % {"field": name, "needed": data_class.slug, "given": self.allowed_class.slug}
                    )

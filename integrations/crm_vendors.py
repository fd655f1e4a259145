"""What sets one CRM vendor apart from another before anything is sent: address, credentials, settings, mapping."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Vendor(models.TextChoices):
    HUBSPOT = "hubspot", "HubSpot"
    SALESFORCE = "salesforce", "Salesforce"
    GOHIGHLEVEL = "gohighlevel", "GoHighLevel"
    GENERIC = "generic", _("Any system with a JSON address")


@dataclass(frozen=True)
class Setting:
    """One value that a connection of a vendor needs and that is no secret."""

    label: str | Promise
    help_text: str | Promise = ""
    required: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class VendorFacts:
    base_url: str
    """Where its API is; empty: each customer has an address of their own."""
    credentials: tuple[str, ...]
    """Which of `CREDENTIALS` it takes."""
    settings: dict[str, Setting] = field(default_factory=dict)
    mapping: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a new connection starts with: {"contact": {our field: their property}, "lead": {…}}."""
    docs: str = ""


CREDENTIALS = {
    "access_token": _("Access token"),
    "refresh_token": _("Refresh token (OAuth)"),
    "client_id": _("Client id (OAuth)"),
    "client_secret": _("Client secret (OAuth)"),
    "header_value": _("Value of the secret header"),
}
OAUTH = ("refresh_token", "client_id", "client_secret")

VENDORS: dict[str, VendorFacts] = {
    Vendor.HUBSPOT: VendorFacts(
        base_url="https://api.hubapi.com",
        credentials=("access_token", *OAUTH),
        settings={
            "match_by": Setting(
                _("Find a contact by"),
                _("email: their e-mail where there is one. id: only by our own property carefront_person_id."),
                required=True,
                default="email",
                choices=("email", "id"),
            ),
            "pipeline": Setting(_("Deal pipeline"), _("Its internal id. Empty: the default pipeline.")),
        },
        mapping={
            "contact": {
                "first_name": "firstname",
                "last_name": "lastname",
                "email": "email",
                "phone": "phone",
            },
            "lead": {"title": "dealname", "stage": "dealstage"},
        },
        docs="https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts",
    ),
    Vendor.SALESFORCE: VendorFacts(
        base_url="",
        credentials=("client_id", "client_secret", "refresh_token", "access_token"),
        settings={
            "api_version": Setting(_("API version"), required=True, default="v61.0"),
            "company": Setting(
                _("Company"),
                _("Salesforce asks for one on every lead. Empty: the clinic's name."),
            ),
        },
        mapping={
            "contact": {"first_name": "FirstName", "last_name": "LastName", "email": "Email", "phone": "Phone"},
            "lead": {"stage": "Status"},
        },
        docs="https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html",
    ),
    Vendor.GOHIGHLEVEL: VendorFacts(
        base_url="https://services.leadconnectorhq.com",
        credentials=("access_token", *OAUTH),
        settings={
            "location_id": Setting(_("Location id"), _("Of the sub-account."), required=True),
            "pipeline": Setting(_("Pipeline id"), _("Empty: only contacts are sent, no opportunities.")),
            "api_version": Setting(_("API version"), required=True, default="2021-07-28"),
        },
        mapping={
            "contact": {"first_name": "firstName", "last_name": "lastName", "email": "email", "phone": "phone"},
            "lead": {"title": "name", "stage": "pipelineStageId"},
        },
        docs="https://marketplace.gohighlevel.com/docs/ghl/contacts/upsert-contact",
    ),
    Vendor.GENERIC: VendorFacts(
        base_url="",
        credentials=("header_value",),
        settings={
            "method": Setting(_("Method"), required=True, default="POST", choices=("POST", "PUT", "PATCH")),
            "header_name": Setting(_("Name of the secret header"), _("Such as Authorization or X-Api-Key.")),
        },
        mapping={
            "contact": {"full_name": "name", "email": "email", "phone": "phone"},
            "lead": {"title": "title", "stage": "stage"},
        },
    ),
}

"""The words people agree to, and the version that proves which."""

import hashlib

from django.utils.translation import gettext as _

from leads.models.consent_record import ConsentRecord
from leads.newsletter.models import NewsletterList
from sites.models import Clinic, ConsultForm


def contact_wording(clinic: Clinic | None, definition: ConsultForm | None = None) -> str:
    own = (definition and definition.consent_contact_text) or (clinic.consent_contact_text if clinic else "")
    return own or _("You may contact me about this request.")


def sms_wording(clinic: Clinic | None, definition: ConsultForm | None = None) -> str:
    own = (definition and definition.consent_sms_text) or (clinic.consent_sms_text if clinic else "")
    return own or _("You may text me about this request. Message rates may apply. Reply STOP to end.")


def newsletter_wording(newsletter_list: NewsletterList | None) -> str:
    own = newsletter_list.consent_text if newsletter_list else ""
    return own or _("Send me the newsletter. We ask once more by e-mail first, and every letter has a way out.")


def wording_version(wording: str) -> str:
    """The first 16 hex digits of the wording's SHA-256."""
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


def wording_for(purpose: str, clinic: Clinic) -> str:
    return {
        ConsentRecord.Purpose.CONTACT.value: contact_wording,
        ConsentRecord.Purpose.SMS.value: sms_wording,
    }[purpose](clinic)

"""The words people agree to, and the version that proves which."""

from django.utils.translation import gettext as _

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

from leads.models.api_token import ApiToken
from leads.models.call import Call
from leads.models.consent_record import ConsentRecord
from leads.models.consult_draft import ConsultDraft
from leads.models.consult_request import ConsultRequest
from leads.models.crisis_phrase import CrisisPhrase
from leads.models.erasure_request import ErasureRequest
from leads.models.held_lead import HeldLead
from leads.models.held_request import HeldRequest
from leads.models.lead import Lead
from leads.models.lead_event import LeadEvent
from leads.models.person import Person
from leads.models.stage import Stage
from leads.newsletter.models import NewsletterList, Subscriber, Subscription

__all__ = [
    "ApiToken",
    "Call",
    "ConsentRecord",
    "ConsultDraft",
    "ConsultRequest",
    "CrisisPhrase",
    "ErasureRequest",
    "HeldLead",
    "HeldRequest",
    "Lead",
    "LeadEvent",
    "NewsletterList",
    "Person",
    "Stage",
    "Subscriber",
    "Subscription",
]

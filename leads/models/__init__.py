from leads.models.api_token import ApiToken
from leads.models.call import Call
from leads.models.consent_record import ConsentRecord
from leads.models.consult_draft import ConsultDraft
from leads.models.consult_request import ConsultRequest
from leads.models.crisis_phrase import CrisisPhrase
from leads.models.do_not_contact import DoNotContact
from leads.models.erasure_request import ErasureRequest
from leads.models.follow_up import FollowUp
from leads.models.held_lead import HeldLead
from leads.models.held_request import HeldRequest
from leads.models.household import Household
from leads.models.inbound_event import InboundEvent
from leads.models.lead import Lead
from leads.models.lead_event import LeadEvent
from leads.models.message import Message
from leads.models.message_template import MessageTemplate
from leads.models.person import Person
from leads.models.person_merge import PersonMerge
from leads.models.saved_view import SavedView
from leads.models.stage import Stage
from leads.models.workspace_preferences import WorkspacePreferences
from leads.newsletter.models import NewsletterList, Subscriber, Subscription

__all__ = [
    "ApiToken",
    "Call",
    "ConsentRecord",
    "ConsultDraft",
    "ConsultRequest",
    "CrisisPhrase",
    "DoNotContact",
    "ErasureRequest",
    "FollowUp",
    "HeldLead",
    "HeldRequest",
    "Household",
    "InboundEvent",
    "Lead",
    "LeadEvent",
    "Message",
    "MessageTemplate",
    "NewsletterList",
    "Person",
    "PersonMerge",
    "SavedView",
    "Stage",
    "Subscriber",
    "Subscription",
    "WorkspacePreferences",
]

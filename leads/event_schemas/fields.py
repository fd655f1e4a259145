"""What each field of the catalogue is. Closed lists are those of the models and forms, never typed again.

Which fields an event has is the catalogue's to say: a field of it that is missing here, or a row here that no event
has, fails a test.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from integrations.models import MailReport
from leads.attribution import CAMPAIGN_FIELDS, CLICK_IDS
from leads.event_schemas.fragments import (
    DATA_CLASS,
    Fragment,
    by_name,
    count,
    day,
    email,
    link,
    moment,
    one_of,
    or_null,
    phone,
    several,
    text,
    thing,
    uuid,
)
from leads.forms import ConsultRequestForm
from leads.lead_changes import LeadChange
from leads.models import Call, ConsultRequest, Stage, Subscription
from leads.people.details import DETAILS
from leads.pipeline import OTHER_REASON, LostReason
from protection.data_classes import DataClass

CONTACT, HEALTH = DataClass.CONTACT.slug, DataClass.HEALTH.slug

CLINIC = thing(
    "The clinic that it is about.",
    {"id": uuid("The clinic's id."), "slug": text("Never changes."), "name": text("As the clinic is called now.")},
)
NO_CLINIC_FOR_NETWORK = or_null(CLINIC | {"description": "The clinic that it is about; null for the network's own."})
WORKSPACE_LINK = link("Where staff look up the rest, with permission.")
LEAD_ID = {"id": uuid("The lead's id.")}

OF_PERSON: Mapping[str, Fragment] = {
    "preferred_contact": one_of(
        ["", *(value for value, _ in ConsultRequestForm.PREFERRED_CONTACT)],
        "How they want to be reached; empty: any way.",
    ),
    "best_time": text("When they want to be reached: morning, afternoon, evening, or words of their own; empty: any."),
    "language": text("The language they asked in, such as en."),
    "full_name": text("As they wrote it; empty for a caller who never gave one."),
    "email": email("Lower case; empty where they gave none."),
    "phone": phone("E.164; empty where they gave none."),
    "phone_extension": text("Digits; empty without one."),
}

TOUCH = thing(
    "What the link said by which somebody came.",
    {
        **{name: text(f"The link's {name}.") for name in CAMPAIGN_FIELDS},
        "referrer_host": text("Host of the site they came from."),
        "landing_page": text("Path of the first page they saw."),
        **{name: text(f"The click's id in {name}.") | {DATA_CLASS: CONTACT} for name in CLICK_IDS},
    },
    required=(),
)
ANSWER = thing(
    "Its class is that of its question: preference, contact or health.",
    {"question": text("As it was asked."), "answer": text("What was typed, or what was ticked, one a line.")},
)

# By event types, as endpoints ask for them. The first that fits is meant.
FIELDS: Mapping[str, Mapping[str, Fragment]] = {
    "lead.closed": {
        "outcome": one_of([Stage.Kind.WON, Stage.Kind.LOST], "What the lead's new stage means."),
        "lost_reason": one_of(
            ["", *LostReason.values, OTHER_REASON], "Why it was lost; empty for a won one, other for one not listed."
        ),
        "closed_at": moment("When it was closed."),
    },
    "lead.erased": {"id": uuid("The lead's id."), "url": or_null(WORKSPACE_LINK)},
    "lead.*": {
        "id": uuid("The lead's id."),
        "owner": or_null(thing("Who looks after it; null: nobody.", {"id": text("The member of staff's id.")})),
        "change": one_of(LeadChange, "What was done."),
        "due_date": day("Of erasure_requested: by when we erase them."),
        "appointment_at": or_null(moment("Of appointment_…: when they are to come; null once it is cancelled.")),
        "answer_due_at": moment("By when an answer was promised."),
    },
    "consult_request.*": {
        "id": uuid("The request's id."),
        "source": one_of(ConsultRequest.Source.values, "How it came."),
        "page": text("Path of the page that held the form; empty where none did."),
        "campaign": by_name("The utm_… values of the last touch, by their names.", text("As the link had it.")),
        "attribution": thing(
            "Both touches of the visit, those that are known.", {"first": TOUCH, "last": TOUCH}, required=()
        ),
        "answers": by_name(
            "Answers to the form's own questions, by the question's key.", ANSWER | {DATA_CLASS: HEALTH}
        ),
        "requested_at": moment("When they pressed send."),
        "message": text("What they wrote; empty where they wrote nothing."),
    },
    "person.updated": {
        "url": WORKSPACE_LINK,
        "changed": several("What changed.", text("Name of a field; more may come.", examples=list(DETAILS))),
    },
    "person.*": {
        "id": uuid("The person's id; after a merge of the one who stays."),
        "url": or_null(WORKSPACE_LINK),
        "merged_person": thing("Who was found to be the same person.", {"id": uuid("The other person's id.")}),
        "leads": several("The leads concerned; of a merge those that moved.", thing("One of them.", LEAD_ID)),
    },
    "subscriber.*": {
        "id": uuid("The subscriber's id."),
        "clinic": NO_CLINIC_FOR_NETWORK,
        "list": thing("The newsletter.", {"slug": text("Its name in addresses."), "name": text("Its name.")}),
        "subscription": thing(
            "Theirs to this newsletter.",
            {
                "id": uuid("The subscription's id."),
                "state": one_of(Subscription.State.values, "As it was after the event."),
            },
        ),
        "requested_at": moment("When they asked for it."),
        "confirmed_at": or_null(moment("When they confirmed it; null: not yet.")),
        "unsubscribed_at": or_null(moment("When they left; null: they did not.")),
        "page": text("Path of the page on which they asked; empty where none is known."),
        "consent": thing(
            "What they agreed to.",
            {"id": uuid("The consent's id."), "wording_version": text("Of the words they saw.")},
        ),
        "reason": one_of([MailReport.Kind.BOUNCED, MailReport.Kind.COMPLAINED], "Why nobody may write to them."),
        "language": OF_PERSON["language"],
        "email": email("Lower case."),
    },
    "call.logged": {
        "id": uuid("The call's id, the same in each of its events."),
        "state": one_of(Call.State.values, "How far the call is."),
        "direction": one_of(Call.Direction.values, "Who called: inbound is the person, outbound the clinic."),
        "outcome": one_of(["", *Call.Outcome.values], "Empty until it is known."),
        "clinic_number": phone("The clinic's end, E.164; empty where unknown."),
        "service": text("Who told us of the call: the API token's source; empty for a call that staff logged."),
        "source": text("Campaign or place of the number that was called; staff for a call that staff logged."),
        "started_at": moment("When it began."),
        "duration_seconds": or_null(count("How long it took; null until it is known.")),
        "number": phone("The person's end, E.164; empty where withheld."),
    },
    "page.published": {
        "id": text("The page's number.", pattern="^[0-9]+$"),
        "clinic": NO_CLINIC_FOR_NETWORK,
        "url": or_null(link("Its public address; null for a page that has none.")),
        "path": text("Path of that address; empty for a page that has none."),
        "page_type": text("Which kind of page, such as sites.ClinicPage."),
        "language": text("The page's language, such as en."),
        "published_at": moment("When this version was published."),
        "first_published_at": or_null(moment("When the page first was.")),
    },
    "carefront.test": {"id": uuid("The endpoint's id."), "clinic": NO_CLINIC_FOR_NETWORK},
    "*": {
        "clinic": CLINIC,
        "url": WORKSPACE_LINK,
        "lead": thing("The lead.", LEAD_ID),
        "person.id": uuid("The person's id."),
        "stage": text("Slug of the lead's stage; each network has its own."),
        "from_stage": text("Slug of the stage before."),
        "created_at": moment("When the lead came."),
        "erased_at": moment("When it was erased."),
        **OF_PERSON,
        **{f"person.{name}": fragment for name, fragment in OF_PERSON.items()},
    },
}
# Reference values that an event has only where they apply.
SOMETIMES = {("lead.updated", "due_date"), ("lead.updated", "appointment_at")}


def field_of(event_type: str, name: str) -> Fragment:
    """Raises KeyError where the catalogue has a field that nobody described."""
    return FIELDS[pattern_of(event_type, name)][name]


def pattern_of(event_type: str, name: str) -> str:
    """Under which event types a field of an event is described."""
    for pattern, fields in FIELDS.items():
        if name in fields and fnmatchcase(event_type, pattern):
            return pattern
    raise KeyError(f"{event_type} {name}")

"""The door for staff and programs to leads. `Lead.objects` knows no clinics and is for the system alone."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from integrations.models import OutboxEvent
from leads.models import ApiToken, DoNotContact, ErasureRequest, HeldLead, Lead, MessageTemplate, Person, SavedView
from leads.models.lead import LeadQuerySet
from sites.permissions import ANY, ClinicPermissionPolicy, User

lead_policy = ClinicPermissionPolicy(Lead)
# Whoever may work a clinic's leads decides about what was held back from it: the same permissions.
held_policy = ClinicPermissionPolicy(HeldLead, auth_model=Lead)
# Who may allow again what a person forbade.
do_not_contact_policy = ClinicPermissionPolicy(DoNotContact, clinic_field_name="person__clinic")
# Who carries out that somebody is to be erased: a right of its own, since nothing brings them back.
erasure_policy = ClinicPermissionPolicy(ErasureRequest, clinic_field_name="person__clinic")
saved_view_policy = ClinicPermissionPolicy(SavedView)
api_token_policy = ClinicPermissionPolicy(ApiToken)
message_template_policy = ClinicPermissionPolicy(MessageTemplate)


def leads_for(user: User, actions: tuple[str, ...] = ANY) -> LeadQuerySet:
    """The leads with which `user` may do any of `actions`; none for a visitor."""
    scoped: LeadQuerySet = lead_policy.scope(Lead.objects.get_queryset(), user, actions)  # type: ignore[assignment]
    return scoped


def works_in_several_clinics(user: User) -> bool:
    """Whether it must be said of a lead at which clinic it is."""
    return lead_policy.reaches_every_clinic(user, ANY) or len(lead_policy.granted_clinic_ids(user, ANY)) > 1


def held_leads_for(user: User, actions: tuple[str, ...] = ANY) -> LeadQuerySet:
    """The requests in quarantine, spam included, with which `user` may do any of `actions`."""
    scoped: LeadQuerySet = held_policy.scope(HeldLead.objects.get_queryset(), user, actions)  # type: ignore[assignment]
    return scoped


def erasure_requests_for(user: User) -> QuerySet[ErasureRequest]:
    """The wishes to be erased that `user` may carry out."""
    return erasure_policy.scope(ErasureRequest.objects.all(), user, ("change",))


def may_erase(user: User, person: Person) -> bool:
    # Not of the person themselves: they would look as if they had asked.
    theirs = ErasureRequest(person=Person(clinic_id=person.clinic_id))
    return erasure_policy.user_has_permission_for_instance(user, "change", theirs)


def leads_to_look_at_for(user: User) -> LeadQuerySet:
    """The leads of `user`'s clinics that may be in a crisis and that nobody has looked at, held back ones too."""
    waiting = Lead.including_quarantine.waiting_for_a_look()
    scoped: LeadQuerySet = lead_policy.scope(waiting, user, ANY)  # type: ignore[assignment]
    return scoped


def matching_for(user: User, leads: LeadQuerySet, text: str) -> LeadQuerySet:
    """Those of `leads`, which `user` may see, that match `text`."""
    found = leads.matching(text)
    if lead_policy.reaches_every_clinic(user, ANY):
        return found
    # A lead is at its person's clinic. Said of the person too, the index of names has fewer to look through.
    return found.filter(person__clinic__in=lead_policy.granted_clinic_ids(user, ANY))


def get_lead_for(user: User, lead_id: UUID) -> Lead:
    """One lead that `user` may see, with its person, clinic, stage and owner.

    Raises:
        Http404: there is no such lead, or it is none of theirs: nobody can tell which.
    """
    try:
        return leads_for(user).select_related("person", "clinic", "stage", "owner").get(pk=lead_id)
    except Lead.DoesNotExist as missing:
        raise Http404 from missing


def leads_of_clinics(clinic_id: UUID | None) -> LeadQuerySet:
    """The leads of one clinic, or with None of the network: what an API token or an endpoint of it may reach."""
    leads = Lead.objects.get_queryset()
    return leads.filter(clinic=clinic_id) if clinic_id else leads


def people_of_clinics(clinic_id: UUID | None) -> QuerySet[Person]:
    """The same of people: those with a lead in the pipeline, and those whom staff joined with another."""
    has_lead = Exists(Lead.objects.get_queryset().filter(person=OuterRef("pk")))
    people = Person.objects.filter(has_lead | Q(merged_into__isnull=False))
    return people.filter(clinic=clinic_id) if clinic_id else people


def events_of_clinics(clinic_id: UUID | None) -> QuerySet[OutboxEvent]:
    """The same of events; those of no clinic are the network's."""
    events = OutboxEvent.objects.all()
    return events.filter(clinic=clinic_id) if clinic_id else events

"""The door through which staff code reaches leads. `Lead.objects` knows no clinics and is for the system alone."""

from uuid import UUID

from django.http import Http404

from leads.models import ApiToken, HeldLead, Lead
from leads.models.lead import LeadQuerySet
from sites.permissions import ANY, ClinicPermissionPolicy, User

lead_policy = ClinicPermissionPolicy(Lead)
# Whoever may work a clinic's leads decides about what was held back from it: the same permissions.
held_policy = ClinicPermissionPolicy(HeldLead, auth_model=Lead)
api_token_policy = ClinicPermissionPolicy(ApiToken)


def leads_for(user: User, actions: tuple[str, ...] = ANY) -> LeadQuerySet:
    """The leads with which `user` may do any of `actions`; none for a visitor."""
    scoped: LeadQuerySet = lead_policy.scope(Lead.objects.get_queryset(), user, actions)  # type: ignore[assignment]
    return scoped


def held_leads_for(user: User, actions: tuple[str, ...] = ANY) -> LeadQuerySet:
    """The requests in quarantine, spam included, with which `user` may do any of `actions`."""
    scoped: LeadQuerySet = held_policy.scope(HeldLead.objects.get_queryset(), user, actions)  # type: ignore[assignment]
    return scoped


def leads_to_look_at_for(user: User) -> LeadQuerySet:
    """The leads of `user`'s clinics that may be in a crisis and that nobody has looked at, held back ones too."""
    waiting = Lead.including_quarantine.waiting_for_a_look()
    scoped: LeadQuerySet = lead_policy.scope(waiting, user, ANY)  # type: ignore[assignment]
    return scoped


def get_lead_for(user: User, lead_id: UUID) -> Lead:
    """One lead that `user` may see, with its person, clinic, stage and owner.

    Raises:
        Http404: there is no such lead, or it is none of theirs: nobody can tell which.
    """
    try:
        return leads_for(user).select_related("person", "clinic", "stage", "owner").get(pk=lead_id)
    except Lead.DoesNotExist as missing:
        raise Http404 from missing

"""Views of the list that people keep: who sees which, who may change one, and what of an address is kept."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from leads.access import lead_policy, saved_view_policy
from leads.models import SavedView
from sites.models import Clinic
from sites.permissions import User
from staff.models import StaffUser

# Names the open view in the list's address; "all" is the list itself.
VIEW = "view"
# What a view keeps. Never the search: names do not stand in what is stored and shared.
KEPT = (
    "clinic",
    "columns",
    "crisis",
    "due",
    "ordering",
    "owner",
    "received_from",
    "received_to",
    "stage",
    "status",
)
LONGEST_QUERY = 1_000
# A view that everybody has: leads that would be forgotten.
WITHOUT_NEXT_STEP = "due=none"


class QueryTooLong(ValueError):
    """More filters than a view holds; choose fewer."""


def list_query(query: QueryDict) -> str:
    """What a view keeps of the list's query string, always in the same order. Empty values say nothing."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if values := sorted({value for value in query.getlist(name) if value}):
            kept.setlist(name, values)
    return kept.urlencode()


def saved_views_for(user: StaffUser) -> QuerySet[SavedView]:
    """Their own, and those shared with a clinic whose leads they work."""
    shared = Q(clinic__in=lead_policy.clinics_for(user))
    return SavedView.objects.filter(Q(owner=user) | shared)


def clinics_to_share_with(user: StaffUser) -> QuerySet[Clinic]:
    return lead_policy.clinics_for(user, ("change",))


def default_view_of(user: StaffUser) -> SavedView | None:
    return SavedView.objects.filter(owner=user, is_default=True).first()


def may_change_view(view: SavedView, user: User) -> bool:
    """Its owner, and of a shared one the clinic's managers."""
    if view.owner_id == user.pk:
        return True
    return view.clinic_id is not None and saved_view_policy.user_has_permission_for_instance(user, "change", view)


@transaction.atomic
def keep_view(view: SavedView) -> None:
    """Store a view that is new or changed. Opening first, it takes that from its owner's other views. Repeatable.

    Raises:
        QueryTooLong
    """
    if len(view.query) > LONGEST_QUERY:
        raise QueryTooLong
    if view.is_default:
        SavedView.objects.filter(owner_id=view.owner_id, is_default=True).exclude(pk=view.pk).update(is_default=False)
    view.save()

"""Rows that one clinic keeps for itself, or the network for all: questions, stories."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from sites.permissions import ANY, ClinicPermissionPolicy, User


class SharedRowsPolicy(ClinicPermissionPolicy):
    """Who may see the rows of any clinic sees the network's too, to show them on that clinic's pages. Nothing more:
    changing them takes a permission that counts everywhere."""

    def scope[Row: Model](self, queryset: QuerySet[Row], user: User, actions: Iterable[str] = ANY) -> QuerySet[Row]:
        if self.reaches_every_clinic(user, actions):
            return queryset.all()
        clinics = self.granted_clinic_ids(user, actions)
        return queryset.filter(Q(clinic__in=clinics) | self.network_rows(actions, clinics))

    def network_rows(self, actions: Iterable[str], clinics: set[UUID]) -> Q:
        return Q(clinic__isnull=True) if "view" in actions and clinics else Q(pk__in=[])

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Model) -> bool:
        if self.clinic_id_of(instance) is None and "view" in actions:
            return self.user_has_any_permission(user, ["view"])
        return super().user_has_any_permission_for_instance(user, actions, instance)

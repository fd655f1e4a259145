"""Who may do what in which clinic: Django's permissions count everywhere, `GroupClinicPermission` in one clinic."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BaseDjangoAuthPermissionPolicy

from sites.models import Clinic, GroupClinicPermission
from staff.models import StaffUser

ANY = ("add", "change", "delete", "view")

type User = StaffUser | AnonymousUser


class ClinicPermissionPolicy(BaseDjangoAuthPermissionPolicy):
    """Rules for a model whose rows belong to a clinic. Register one for each such model, at the top of wagtail_hooks.

    A row of no clinic belongs to the network: only permissions that count everywhere reach it.

    Args:
        clinic_field_name: the way to the clinic, "event__clinic" for instance; "pk" for the clinic itself.
    """

    permission_cache_name = "_clinic_permission_cache"

    def __init__(self, model: type[Model], *, clinic_field_name: str = "clinic", auth_model: Any = None) -> None:
        super().__init__(model, auth_model=auth_model)
        self.clinic_field_name = clinic_field_name

    def scope[Row: Model](self, queryset: QuerySet[Row], user: User, actions: Iterable[str] = ANY) -> QuerySet[Row]:
        """The rows of `queryset` with which `user` may do any of `actions`."""
        if self.reaches_every_clinic(user, actions):
            return queryset.all()
        return queryset.filter(**{f"{self.clinic_field_name}__in": self.granted_clinic_ids(user, actions)})

    def scope_with_network[Row: Model](self, queryset: QuerySet[Row], user: User) -> QuerySet[Row]:
        """Also the rows of no clinic, for people who may do anything with some row: to read and choose, not to edit."""
        if not self.user_has_any_permission(user, ANY):
            return queryset.none()
        if self.reaches_every_clinic(user, ANY):
            return queryset.all()
        of_network = Q(**{f"{self.clinic_field_name}__isnull": True})
        return queryset.filter(Q(**{f"{self.clinic_field_name}__in": self.granted_clinic_ids(user, ANY)}) | of_network)

    def clinics_for(self, user: User, actions: Iterable[str] = ANY) -> QuerySet[Clinic]:
        """The clinics in which `user` may do any of `actions`: what forms and filters offer."""
        if self.reaches_every_clinic(user, actions):
            return Clinic.objects.all()
        return Clinic.objects.filter(pk__in=self.granted_clinic_ids(user, actions))

    def reaches_every_clinic(self, user: User, actions: Iterable[str]) -> bool:
        """Also those of no clinic."""
        return user.is_active and any(user.has_perm(self._get_permission_name(action)) for action in actions)

    def granted_clinic_ids(self, user: User, actions: Iterable[str]) -> set[UUID]:
        """Clinics in which a group of the user has any of `actions`. One query a request, whatever is asked."""
        codenames = self._get_permission_codenames(actions)
        return {
            granted.clinic_id
            for granted in self.get_cached_permissions_for_user(user)
            if granted.permission.codename in codenames and granted.permission.content_type_id == self._content_type.pk
        }

    def get_all_permissions_for_user(self, user: User) -> list[GroupClinicPermission]:
        if user.is_anonymous or not user.is_active:
            return []
        return list(GroupClinicPermission.objects.filter(group__user=user).select_related("permission"))

    # ---- what Wagtail asks ----

    def user_has_permission(self, user: User, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """In some clinic at least: enough for a menu item or a list, never for a row."""
        return self.reaches_every_clinic(user, actions) or bool(self.granted_clinic_ids(user, actions))

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Model) -> bool:
        if self.reaches_every_clinic(user, actions):
            return True
        return self.clinic_id_of(instance) in self.granted_clinic_ids(user, actions)

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Any]:
        return self.scope(self.model._default_manager.all(), user, actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        return self.users_with_any_permission_in(Clinic.objects.all(), actions)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet[Any]:
        return self.users_with_any_permission_in(Clinic.objects.filter(pk=self.clinic_id_of(instance)), actions)

    def users_with_any_permission_in(self, clinics: QuerySet[Clinic], actions: Iterable[str]) -> QuerySet[Any]:
        """Active users who may do any of `actions` in one of `clinics`, or everywhere."""
        permissions = list(self._get_permission_objects_for_actions(actions).values_list("pk", flat=True))
        here = GroupClinicPermission.objects.filter(permission__in=permissions, clinic__in=clinics)
        return (
            get_user_model()
            .objects.filter(is_active=True)
            .filter(
                Q(is_superuser=True)
                | Q(user_permissions__in=permissions)
                | Q(groups__permissions__in=permissions)
                | Q(groups__in=here.values("group"))
            )
            .distinct()
        )

    def clinic_id_of(self, instance: Model) -> UUID | None:
        """The id of the row's clinic, or None where it has none."""
        *relations, last = self.clinic_field_name.split("__")
        row: Any = instance
        for relation in relations:
            row = getattr(row, relation, None)  # None all the way from an empty relation on
        clinic_id: UUID | None = getattr(row, "pk" if last == "pk" else f"{last}_id", None)
        return clinic_id

"""With whom somebody works: whom lists of staff may name to them."""

from functools import cache

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from sites.clinic_owned import way_to_clinic
from sites.models import GroupClinicPermission
from staff.models import StaffUser


def colleagues_of(user: StaffUser) -> QuerySet[StaffUser]:
    """Who shares a clinic with `user`, whoever works for all clinics, and themselves.

    Everybody, to those who work for all clinics.
    """
    everywhere = Q(is_superuser=True) | Q(groups__in=groups_of_network()) | Q(user_permissions__in=permissions())
    if StaffUser.objects.filter(everywhere, pk=user.pk).exists():
        return StaffUser.objects.all()
    theirs = GroupClinicPermission.objects.filter(group__user=user.pk).values("clinic")
    here = GroupClinicPermission.objects.filter(clinic__in=theirs).values("group")
    found = StaffUser.objects.filter(everywhere | Q(groups__in=here) | Q(pk=user.pk))
    return StaffUser.objects.filter(pk__in=found.values("pk"))


def groups_of_network() -> QuerySet[Group]:
    """Those that may do something in every clinic, or with all pages."""
    return Group.objects.filter(Q(permissions__in=permissions()) | Q(page_permissions__page__depth=1))


def permissions() -> QuerySet[Permission]:
    """To do something with rows that belong to clinics; as Django's own permissions they count in every clinic."""
    kinds = ContentType.objects.get_for_models(*models_of_clinics())
    return Permission.objects.filter(content_type__in=kinds.values())


@cache
def models_of_clinics() -> list[type[Model]]:
    return [model for model in apps.get_models() if way_to_clinic(model)]

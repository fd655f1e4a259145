"""An upgrade is `migrate`: groups that were made before a model was there may work with its rows afterwards."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from leads.bootstrapping import bootstrap
from sites.groups import NETWORK_CONTENT
from sites.models import Clinic, GroupClinicPermission

pytestmark = pytest.mark.django_db


def migrate(*arguments: str) -> None:
    call_command("migrate", *arguments, verbosity=0, stdout=StringIO())


def as_if_the_model_were_new(model_name: str) -> None:
    """No permission of it, so no group has one: as a database is before the migration that adds the model."""
    Permission.objects.filter(content_type__app_label="sites", content_type__model=model_name).delete()


def rights_of(name: str) -> set[str]:
    group = Group.objects.get(name=name)
    in_clinics = GroupClinicPermission.objects.filter(group=group).values_list("permission__codename", flat=True)
    return {*group.permissions.values_list("codename", flat=True), *in_clinics}


@pytest.mark.parametrize("name", ["Editors of duluth", NETWORK_CONTENT])
def test_migrating_gives_groups_that_exist_the_rights_to_a_new_model(clinic: Clinic, name: str) -> None:
    bootstrap(name="Lamplight Clinics")
    before = rights_of(name)
    as_if_the_model_were_new("protocolfact")
    assert rights_of(name) == before - {"add_protocolfact", "change_protocolfact", "view_protocolfact"}

    migrate()

    assert rights_of(name) == before


@pytest.mark.parametrize("name", ["Coordinators of duluth", "Intake managers"])
def test_migrating_gives_those_who_work_leads_what_they_lack(clinic: Clinic, name: str) -> None:
    bootstrap(name="Lamplight Clinics")
    before = rights_of(name)
    group = Group.objects.get(name=name)
    group.permissions.clear()
    GroupClinicPermission.objects.filter(group=group).delete()

    migrate()

    assert rights_of(name) == before


def test_migrating_adds_no_group_and_takes_nothing_away(clinic: Clinic, django_user_model: Any) -> None:
    bootstrap(name="Lamplight Clinics")
    Group.objects.exclude(name=NETWORK_CONTENT).delete()
    ours = Group.objects.create(name="Ours")
    extra = Permission.objects.get(codename="delete_clinic")
    Group.objects.get(name=NETWORK_CONTENT).permissions.add(extra)

    migrate()

    assert set(Group.objects.values_list("name", flat=True)) == {NETWORK_CONTENT, "Ours"}
    assert "delete_clinic" in rights_of(NETWORK_CONTENT)
    assert not ours.permissions.exists()


@pytest.mark.usefixtures("db")
def test_a_database_without_our_groups_is_migrated_as_well() -> None:
    migrate()

    assert not Group.objects.filter(name=NETWORK_CONTENT).exists()

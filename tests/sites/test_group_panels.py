"""Wagtail's pages of groups, with our boxes for clinics."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from sites.models import Clinic, GroupClinicPermission
from staff.models import StaffUser
from tests.forms import field_values

pytestmark = pytest.mark.django_db


def test_an_administrator_adds_a_group_for_a_clinic(client: Client, clinic: Clinic) -> None:
    client.force_login(StaffUser.objects.create_superuser(username="root", password="pass-of-a-test"))
    address = reverse("wagtailusers_groups:add")

    shown = client.get(address)
    assert shown.status_code == 200
    typed = field_values(shown.content.decode(), action=address)
    ticked = {"name": "Record keepers", "sites_clinic_clinics-clinics": str(clinic.pk)}
    with zeal_ignore([{"model": "auth.Group", "field": "collection_permissions"}]):  # Wagtail's, for each kind of file
        assert client.post(address, typed | ticked).status_code == 302

    group = Group.objects.get(name="Record keepers")
    held = GroupClinicPermission.objects.filter(group=group).values_list("clinic", "permission__codename")
    assert set(held) == {(clinic.pk, "change_clinic"), (clinic.pk, "view_clinic")}

"""One door to leads: what it opens, to whom, and what it never says."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from leads.access import get_lead_for, lead_policy, leads_for
from leads.groups import ensure_clinic_coordinators
from leads.models import Lead
from protection.identifiers import uuid7
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]
MakeStaff = Callable[..., StaffUser]


def test_a_coordinator_reaches_the_leads_of_their_clinic_only(
    coordinator: StaffUser, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    ours, theirs = make_lead(clinic), make_lead(other_clinic)

    assert list(leads_for(coordinator)) == [ours]
    assert get_lead_for(coordinator, ours.pk) == ours
    with pytest.raises(Http404):
        get_lead_for(coordinator, theirs.pk)


def test_a_foreign_lead_and_one_that_never_was_look_the_same(
    coordinator: StaffUser, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    with pytest.raises(Http404) as foreign:
        get_lead_for(coordinator, make_lead(other_clinic).pk)
    with pytest.raises(Http404) as unknown:
        get_lead_for(coordinator, uuid7())

    assert str(foreign.value) == str(unknown.value)


def test_a_coordinator_of_two_clinics_reaches_both(
    make_staff: MakeStaff, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    both = make_staff("both", ensure_clinic_coordinators(clinic), ensure_clinic_coordinators(other_clinic))
    leads = {make_lead(clinic), make_lead(other_clinic)}

    assert set(leads_for(both)) == leads


def test_an_intake_manager_reaches_every_clinic(
    manager: StaffUser, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    leads = {make_lead(clinic), make_lead(other_clinic)}

    assert set(leads_for(manager)) == leads


def test_nobody_else_reaches_any(
    editor: StaffUser, coordinator: StaffUser, make_staff: MakeStaff, clinic: Clinic, make_lead: MakeLead
) -> None:
    make_lead(clinic)
    gone = make_staff("gone", *coordinator.groups.all(), is_active=False)

    assert [list(leads_for(user)) for user in (editor, gone, AnonymousUser())] == [[], [], []]


def test_a_lead_in_quarantine_is_not_reached(coordinator: StaffUser, clinic: Clinic, make_lead: MakeLead) -> None:
    lead = make_lead(clinic, quarantine_reason="honeypot")

    with pytest.raises(Http404):
        get_lead_for(coordinator, lead.pk)


def test_seeing_does_not_include_changing(make_staff: MakeStaff, clinic: Clinic, make_lead: MakeLead) -> None:
    viewers = group_with_admin_access("Viewers")
    grant_in_clinic(viewers, clinic, Lead, ["view"])
    viewer, lead = make_staff("viewer", viewers), make_lead(clinic)

    assert list(leads_for(viewer)) == [lead]
    assert list(leads_for(viewer, ("change",))) == []
    assert not lead_policy.user_has_permission_for_instance(viewer, "change", lead)


def test_a_lead_may_be_given_to_those_who_work_its_clinic(
    coordinator: StaffUser,
    manager: StaffUser,
    editor: StaffUser,
    make_staff: MakeStaff,
    clinic: Clinic,
    other_clinic: Clinic,
    make_lead: MakeLead,
) -> None:
    make_staff("elsewhere", ensure_clinic_coordinators(other_clinic))

    candidates = lead_policy.users_with_any_permission_for_instance(["change"], make_lead(clinic))

    assert set(candidates) == {coordinator, manager}


def test_making_a_group_again_changes_nothing(clinic: Clinic) -> None:
    first = ensure_clinic_coordinators(clinic)
    granted = list(first.clinic_permissions.values_list("permission__codename", flat=True))

    again = ensure_clinic_coordinators(clinic)

    assert again == first
    assert sorted(again.clinic_permissions.values_list("permission__codename", flat=True)) == sorted(granted)
    assert sorted(granted) == ["change_lead", "view_lead"]

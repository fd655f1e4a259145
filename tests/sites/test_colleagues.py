"""Whose names Wagtail's reports, histories and filters tell the staff of one clinic."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, Page, Workflow

from leads.groups import ensure_clinic_coordinators, ensure_intake_managers
from sites.bootstrapping import ensure_clinic_page
from sites.colleagues import colleagues_of
from sites.groups import ensure_clinic_editors, ensure_network_content, grant_on_page, group_with_admin_access
from sites.models import Clinic, HomePage, StandardPage
from sites.viewsets.clinics import clinic_viewset
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

MakeUser = Callable[..., StaffUser]


@pytest.fixture
def make_user() -> MakeUser:
    def make(name: str, *groups: object, **values: object) -> StaffUser:
        user = StaffUser.objects.create_user(username=name, password="pass-of-a-test", last_name=name, **values)
        user.groups.add(*groups)
        return user

    return make


@pytest.fixture
def editor(home: HomePage, clinic: Clinic, make_user: MakeUser) -> StaffUser:
    group = ensure_clinic_editors(clinic, [ensure_clinic_page(clinic)])
    grant_on_page(group, ensure_clinic_page(clinic), ["lock_page", "unlock_page"])
    return make_user("Ashgrove", group)


@pytest.fixture
def stranger(home: HomePage, other_clinic: Clinic, make_user: MakeUser) -> StaffUser:
    """Works at the other clinic, and worked at the first one before."""
    return make_user("Quillfeather", ensure_clinic_editors(other_clinic, [ensure_clinic_page(other_clinic)]))


@pytest.fixture
def mate(clinic: Clinic, make_user: MakeUser) -> StaffUser:
    """Works the leads of the first clinic."""
    return make_user("Larkspur", ensure_clinic_coordinators(clinic))


@pytest.fixture
def page(clinic: Clinic, stranger: StaffUser, mate: StaffUser, editor: StaffUser) -> Page:
    """Of the first clinic. Both worked on it, the stranger last; it is in a workflow and locked."""
    page = ensure_clinic_page(clinic).add_child(
        instance=StandardPage(title="Parking", slug="parking", owner=stranger, last_published_at=timezone.now())
    )
    for user in (mate, stranger):
        log(page, "wagtail.edit", user=user)
        log(page, "wagtail.publish", user=user)
        log(clinic, "wagtail.edit", user=user)
    page.save_revision()
    workflow = Workflow.objects.get()
    for user in (mate, stranger):
        workflow.start(page, user)
        state = page.current_workflow_state.current_task_state
        state.approve(user=user, update=False)
        page.current_workflow_state.cancel(user=user)
    page.locked, page.locked_by, page.locked_at = True, stranger, timezone.now()
    page.save()
    other = ensure_clinic_page(clinic).add_child(
        instance=StandardPage(title="Stairs", slug="stairs", owner=mate, locked=True, locked_by=mate)
    )
    log(other, "wagtail.edit", user=mate)
    return page


def reports(page: Page, clinic: Clinic) -> list[str]:
    names = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages")
    addresses = [
        *(reverse(f"wagtailadmin_reports:{name}{part}") for name in names for part in ("", "_results")),
        *(reverse(f"wagtailadmin_pages:history{part}", args=[page.pk]) for part in ("", "_results")),
        *(reverse(clinic_viewset.get_url_name(name), args=[clinic.pk]) for name in ("history", "history_results")),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_explore_results", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:type_use", args=["sites", "standardpage"]),
    ]
    exported = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages")
    return addresses + [reverse(f"wagtailadmin_reports:{name}") + "?export=csv" for name in exported]


def told(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def test_reports_name_nobody_with_whom_one_shares_no_clinic(
    client: Client, editor: StaffUser, stranger: StaffUser, mate: StaffUser, page: Page, clinic: Clinic
) -> None:
    client.force_login(editor)
    addresses = reports(page, clinic)
    naming_the_mate = [each for each in addresses if mate.last_name in told(client, each)]

    assert [each for each in addresses if stranger.last_name in told(client, each)] == []
    # Not because they name nobody.
    assert len(naming_the_mate) > len(addresses) / 2


def test_reports_name_everybody_to_those_who_look_after_the_network(
    client: Client, make_user: MakeUser, stranger: StaffUser, page: Page, clinic: Clinic
) -> None:
    client.force_login(make_user("network", ensure_network_content()))

    addresses = reports(page, clinic)
    named = [each for each in addresses if stranger.last_name in told(client, each)]

    assert len(named) > len(addresses) / 2


def test_nobody_finds_by_a_typed_key_what_somebody_elsewhere_did(
    client: Client, editor: StaffUser, stranger: StaffUser, mate: StaffUser, page: Page
) -> None:
    client.force_login(editor)
    address = reverse("wagtailadmin_reports:site_history") + "?export=csv"

    assert told(client, f"{address}&user={mate.pk}") != told(client, address)
    assert told(client, f"{address}&user={stranger.pk}") == told(client, address)


def test_colleagues_share_a_clinic_or_work_for_all_of_them(
    editor: StaffUser, stranger: StaffUser, mate: StaffUser, make_user: MakeUser
) -> None:
    everywhere = [
        make_user("content", ensure_network_content()),
        make_user("intake", ensure_intake_managers()),
        make_user("root", is_superuser=True),
    ]
    nowhere = make_user("nowhere", group_with_admin_access("Visitors of the admin"))

    assert set(colleagues_of(editor)) == {editor, mate, *everywhere}
    assert set(colleagues_of(nowhere)) == {nowhere, *everywhere}
    for user in everywhere:
        assert set(colleagues_of(user)) == set(StaffUser.objects.all())


def test_a_page_alone_makes_no_colleagues(editor: StaffUser, clinic: Clinic, make_user: MakeUser) -> None:
    group = group_with_admin_access("Writers")
    grant_on_page(group, ensure_clinic_page(clinic), ["change_page"])

    assert GroupPagePermission.objects.filter(group=group).exists()
    assert make_user("writer", group) not in colleagues_of(editor)

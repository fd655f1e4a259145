"""What staff find around the list: the menu, the home page, the groups that let them in."""

from collections.abc import Callable

from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from leads.access import leads_for
from leads.groups import ensure_clinic_coordinators, ensure_network_groups
from leads.models import Lead, Stage
from leads.wagtail_hooks import LeadClinicsForm
from sites.groups import ensure_clinic_editors, grant_in_clinic, group_with_admin_access
from sites.models import Clinic, HomePage
from staff.models import StaffUser

MakeLead = Callable[..., Lead]


def menu_of(user: StaffUser) -> list[str]:
    # By its name: with the addresses come the menu items of viewsets, and a menu looked at before stays without them.
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = user
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    return [str(item.label) for item in items]


def test_a_coordinators_menu_is_their_work(client: Client, coordinator: StaffUser) -> None:
    client.force_login(coordinator)
    client.get("/admin/")  # hooks that change the menu see a request with a session

    assert [label for label in menu_of(coordinator) if label != "Board"] == ["My queue", "All leads", "Held back"]


def test_an_administrator_finds_leads_first(admin_user: StaffUser) -> None:
    menu = menu_of(admin_user)

    menu = [label for label in menu if label != "Board"]
    assert menu[:2] == ["My queue", "All leads"]
    assert {"Pages", "Clinics", "Library", "Integrations"} < set(menu)


def test_an_editor_sees_no_leads(editor: StaffUser) -> None:
    assert not {"My queue", "All leads", "Held back", "Integrations"} & set(menu_of(editor))
    assert "Clinics" in menu_of(editor)


def test_the_home_page_counts_the_open_leads_of_the_users_clinics(
    client: Client,
    make_staff: Callable[..., StaffUser],
    clinic: Clinic,
    other_clinic: Clinic,
    make_lead: MakeLead,
    home: HomePage,
) -> None:
    client.force_login(make_staff("both", ensure_clinic_coordinators(clinic), ensure_clinic_editors(clinic, [home])))
    connected = Stage.objects.get(slug="connected")
    make_lead(clinic, stage=connected)
    make_lead(clinic, stage=connected)
    make_lead(other_clinic, stage=connected)

    page = client.get("/admin/").content.decode()

    assert "<strong>2</strong> Connected" in page
    assert f"/admin/leads/?stage={connected.pk}" in page


def test_the_home_page_of_an_editor_has_no_leads(
    client: Client, editor: StaffUser, clinic: Clinic, make_lead: MakeLead
) -> None:
    make_lead(clinic)
    client.force_login(editor)

    assert "Open leads" not in client.get("/admin/").content.decode()


def test_ticking_a_clinic_on_the_groups_page_opens_its_leads(
    make_staff: Callable[..., StaffUser], clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    group = Group.objects.create(name="Night desk")
    ours = make_lead(clinic)
    make_lead(other_clinic)

    submit(group, clinic)

    assert list(leads_for(make_staff("night", group), ("change",))) == [ours]


def test_unticking_it_closes_them_and_leaves_the_rest(clinic: Clinic, other_clinic: Clinic) -> None:
    group = ensure_clinic_coordinators(clinic)
    grant_in_clinic(group, other_clinic, Lead, ["view"])

    submit(group)

    of_leads = group.clinic_permissions.filter(permission__content_type__model="lead")
    assert [row.clinic for row in of_leads] == [other_clinic]


def submit(group: Group, *clinics: Clinic) -> None:
    prefix = LeadClinicsForm(instance=group).prefix
    form = LeadClinicsForm({f"{prefix}-clinics": [clinic.pk for clinic in clinics]}, instance=group)
    assert form.is_valid()
    form.save()


def test_the_groups_page_offers_clinics_and_no_box_that_opens_all_leads(admin_client: Client, clinic: Clinic) -> None:
    page = admin_client.get(f"/admin/groups/edit/{ensure_clinic_coordinators(clinic).pk}/").content.decode()

    assert "Works the leads of these clinics" in page
    assert "Can change lead" not in page
    assert "Lead: " not in page


def test_an_editor_changes_their_clinic_and_no_other(
    client: Client, editor: StaffUser, clinic: Clinic, other_clinic: Clinic
) -> None:
    client.force_login(editor)

    assert client.get(f"/admin/clinics/edit/{clinic.pk}/").status_code == 200
    assert client.get(f"/admin/clinics/edit/{other_clinic.pk}/").status_code == 404
    assert other_clinic.name not in client.get("/admin/clinics/").content.decode()


def test_making_the_groups_again_changes_nothing(clinic: Clinic) -> None:
    def rights() -> list[tuple[str, int, int, int, int]]:
        return [
            (
                group.name,
                group.permissions.count(),
                group.clinic_permissions.count(),
                group.page_permissions.count(),
                group.collection_permissions.count(),
            )
            for group in Group.objects.order_by("name")
        ]

    ensure_network_groups()
    ensure_clinic_editors(clinic, [])
    before = rights()
    clinic.name = "Renamed"
    clinic.save()

    ensure_network_groups()
    ensure_clinic_editors(clinic, [])

    assert rights() == before


def test_staff_choose_among_time_zones_that_browsers_know(signed_in: Client) -> None:
    page = signed_in.get("/admin/account/").content.decode()

    assert "America/Chicago" in page
    assert "localtime" not in page


def test_the_list_offers_to_add_a_lead_to_those_who_may(
    signed_in: Client, make_staff: Callable[..., StaffUser], clinic: Clinic
) -> None:
    looker = group_with_admin_access("Lookers")
    grant_in_clinic(looker, clinic, Lead, ["view"])
    assert reverse("leads:add") in signed_in.get("/admin/leads/").content.decode()

    signed_in.force_login(make_staff("looker", looker))

    assert reverse("leads:add") not in signed_in.get("/admin/leads/").content.decode()

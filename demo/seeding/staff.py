from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from demo.content.staff import STAFF_NAMES
from leads.groups import ensure_clinic_coordinators, ensure_clinic_managers, ensure_network_groups
from sites.groups import ensure_clinic_editors
from sites.models import Clinic, ClinicPage


def seed_staff(clinics: dict[str, Clinic], *, password: str) -> None:
    """`admin`, `manager`, and an editor, a coordinator and a manager for each clinic. Others stay as they are."""
    intake_managers = ensure_network_groups()
    ensure_user("admin", password=password, is_superuser=True)
    ensure_user("manager", password=password, groups=[intake_managers])
    for clinic in clinics.values():
        pages = list(ClinicPage.objects.filter(clinic=clinic))
        ensure_user(f"editor-{clinic.slug}", password=password, groups=[ensure_clinic_editors(clinic, pages)])
        ensure_user(f"coordinator-{clinic.slug}", password=password, groups=[ensure_clinic_coordinators(clinic)])
        ensure_user(f"manager-{clinic.slug}", password=password, groups=[ensure_clinic_managers(clinic)])


def ensure_user(username: str, *, password: str, groups: list[Group] | None = None, is_superuser: bool = False) -> None:
    users = get_user_model().objects
    if users.filter(username=username).exists():
        return
    first_name, last_name = STAFF_NAMES.get(username, ("", ""))
    user = users.create_user(
        username=username,
        password=password,
        email=f"{username}@example.com",
        first_name=first_name,
        last_name=last_name,
        is_superuser=is_superuser,
    )
    user.groups.set(groups or [])

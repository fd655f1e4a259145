"""Who may edit which pages, as groups: one for each clinic's editors, one for those who look after the network."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from sites.models import (
    FAQ,
    Clinic,
    Condition,
    ConsultForm,
    Credential,
    ExternalResource,
    Fact,
    GroupClinicPermission,
    PaymentMethod,
    Practice,
    ProtocolFact,
    Provider,
    SideEffect,
    Testimonial,
    Treatment,
    TreatmentPrice,
)

EDITS_PAGES = ("add_page", "change_page", "publish_page")
RUNS_PAGES = (*EDITS_PAGES, "bulk_delete_page", "lock_page", "unlock_page")
KEEPS_FILES = ("add", "change", "choose")
KEEPS_ROWS = ("add", "change", "view")
NETWORK_CONTENT = "Network content"
SHARED_LIBRARY: tuple[type[Model], ...] = (
    Practice,
    Provider,
    Credential,
    Condition,
    Treatment,
    Fact,
    SideEffect,
    PaymentMethod,
    ExternalResource,
)
CLINIC_LIBRARY: tuple[type[Model], ...] = (FAQ, Testimonial, TreatmentPrice, ProtocolFact, ConsultForm)


def ensure_clinic_editors(clinic: Clinic, clinic_pages: Iterable[Page]) -> Group:
    """The group that edits a clinic's record, its pages, its part of the library and its files. Safe to repeat.

    Args:
        clinic_pages: the clinic's page in each language; a group's rights do not follow a translation by themselves.
    """
    group = group_with_admin_access(editors_of(clinic))
    for page in clinic_pages:
        grant_on_page(group, page, EDITS_PAGES)
    grant_on_collection(group, collection_of_group(group) or add_collection(clinic.name))
    grant_in_clinic(group, clinic, Clinic, ("change", "view"))
    for model in CLINIC_LIBRARY:
        grant_in_clinic(group, clinic, model, KEEPS_ROWS)
    return group


def editors_of(clinic: Clinic) -> str:
    """The name of its group of editors."""
    return f"Editors of {clinic.slug}"


def ensure_network_content() -> Group:
    """The group that looks after all pages, clinics and shared content. Safe to repeat."""
    group = group_with_admin_access(NETWORK_CONTENT)
    grant_on_page(group, Page.get_first_root_node(), RUNS_PAGES)
    grant_on_collection(group, Collection.get_first_root_node())
    everything: tuple[type[Model], ...] = (Clinic, *SHARED_LIBRARY, *CLINIC_LIBRARY)
    for model in everything:
        grant_everywhere(group, model, KEEPS_ROWS)
    return group


def group_with_admin_access(name: str) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def permissions_of(model: type[Model], actions: Iterable[str]) -> list[Permission]:
    """Django's permissions to do `actions` with rows of `model`."""
    options = model._meta
    codenames = [f"{action}_{options.model_name}" for action in actions]
    return list(Permission.objects.filter(content_type__app_label=options.app_label, codename__in=codenames))


def grant_everywhere(group: Group, model: type[Model], actions: Iterable[str]) -> None:
    group.permissions.add(*permissions_of(model, actions))


def grant_in_clinic(group: Group, clinic: Clinic, model: type[Model], actions: Iterable[str]) -> None:
    for permission in permissions_of(model, actions):
        GroupClinicPermission.objects.get_or_create(group=group, clinic=clinic, permission=permission)


def grant_on_page(group: Group, page: Page, codenames: Iterable[str]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def grant_on_collection(group: Group, collection: Collection) -> None:
    for model in (get_image_model(), get_document_model()):
        for permission in permissions_of(model, KEEPS_FILES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def collection_of_group(group: Group) -> Collection | None:
    """A clinic has no field for its collection: what its editors may fill is it, whatever its name is by now."""
    return Collection.objects.filter(group_permissions__group=group).first()


def add_collection(name: str) -> Collection:
    return Collection.get_first_root_node().add_child(instance=Collection(name=name))

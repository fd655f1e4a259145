from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from sites.clinic_permission_panel import ClinicPermissionForm, ClinicRecordForm
from sites.models import Clinic
from sites.viewsets.clinic_chooser import clinic_chooser_viewset
from sites.viewsets.clinics import clinic_policy, clinic_viewset
from sites.viewsets.library import LibraryViewSetGroup

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(Clinic, clinic_policy, exact_class=True)

register_snippet(LibraryViewSetGroup)


@hooks.register("register_admin_viewset")
def register_clinics() -> list[object]:
    return [clinic_viewset, clinic_chooser_viewset]


@hooks.register("register_group_permission_panel")
def clinics_of_a_group() -> type[ClinicPermissionForm]:
    return ClinicRecordForm


@hooks.register("insert_global_admin_css")
def workspace_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/leads-admin.css"))

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from sites.clinic_permission_panel import ClinicPermissionForm, ClinicRecordForm
from sites.models import FAQ, Clinic, ProtocolFact, Testimonial
from sites.permissions import ClinicPermissionPolicy
from sites.shared_rows import SharedRowsPolicy
from sites.viewsets.clinics import clinic_policy, clinic_viewset
from sites.viewsets.library import LibraryViewSetGroup
from sites.viewsets.told_by_clinics import (
    CHOOSERS,
    ProtocolClinicsForm,
    QuestionClinicsForm,
    TestimonialClinicsForm,
    ToldByClinicsGroup,
)

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(Clinic, clinic_policy, exact_class=True)
register_permission_policy(FAQ, SharedRowsPolicy(FAQ), exact_class=True)
register_permission_policy(Testimonial, SharedRowsPolicy(Testimonial), exact_class=True)
register_permission_policy(ProtocolFact, ClinicPermissionPolicy(ProtocolFact), exact_class=True)

register_snippet(LibraryViewSetGroup)


@hooks.register("register_admin_viewset")
def register_clinics() -> list[object]:
    return [clinic_viewset]


@hooks.register("register_group_permission_panel")
def clinics_of_a_group() -> type[ClinicPermissionForm]:
    return ClinicRecordForm


@hooks.register("register_admin_viewset")
def register_words_of_clinics() -> list[object]:
    return [ToldByClinicsGroup(), *CHOOSERS]


for permission_form in (QuestionClinicsForm, TestimonialClinicsForm, ProtocolClinicsForm):
    hooks.register("register_group_permission_panel", lambda form=permission_form: form)


@hooks.register("insert_global_admin_css")
def workspace_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/leads-admin.css"))

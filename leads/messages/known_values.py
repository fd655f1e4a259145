"""What placeholders stand for: of one lead, written by one member of staff."""

from django.utils import translation
from wagtail.admin.utils import get_user_display_name

from leads.models import ConsultRequest, Lead
from sites.models import Treatment
from staff.models import StaffUser


def values_for(lead: Lead, *, writer: StaffUser) -> dict[str, str]:
    """By placeholder; empty where nothing is known. Three queries at most. Data class contact."""
    phone = lead.clinic.main_phone
    return {
        "name": lead.person.full_name,
        "clinic": lead.clinic.name,
        "phone": phone.display if phone else "",
        "treatment": treatment_asked_for(lead),
        "coordinator": str(get_user_display_name(writer)),
        "booking_link": lead.clinic.booking_link,
    }


def treatment_asked_for(lead: Lead) -> str:
    """The treatment whose page held the form of their latest request, in their language; empty for any other page."""
    page = ConsultRequest.objects.filter(lead=lead).order_by("-requested_at").values_list("page", flat=True).first()
    parts = [part for part in (page or "").split("/") if part]
    if "treatments" not in parts and "clinics" not in parts:
        return ""
    treatment = Treatment.objects.filter(slug__in=parts[1:]).first()
    with translation.override(lead.person.language):
        return str(treatment.name) if treatment else ""

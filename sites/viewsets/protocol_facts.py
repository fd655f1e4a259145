from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from sites.models import ProtocolFact
from sites.viewsets.clinic_rows import ClinicRowForm, ClinicRowViewSet


class ProtocolFactViewSet(ClinicRowViewSet):
    """How each clinic gives each treatment."""

    model = ProtocolFact
    name = "protocol_facts"
    icon = "time"
    menu_label = _("Protocols")
    search_fields = ["treatment__name", "clinic__name"]
    edit_handler = ObjectList(ProtocolFact.panels, base_form_class=ClinicRowForm)


protocol_fact_viewset = ProtocolFactViewSet()

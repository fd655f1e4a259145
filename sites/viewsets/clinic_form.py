"""The form of a clinic's record: what the user may point it at."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from sites.models import Clinic
from sites.permissions import ANY
from sites.viewsets.scoped import policy_for


class ClinicForm(WagtailAdminModelForm):
    """Offers as successor the clinics that the user works with, and the one that is chosen already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = policy_for(Clinic).clinics_for(self.for_user, ANY)
        chosen = Clinic.objects.filter(pk=self.instance.successor_id)
        self.fields["successor"].queryset = (known | chosen).exclude(pk=self.instance.pk)

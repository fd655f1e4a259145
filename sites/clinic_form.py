"""The form in which staff change a clinic's record."""

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm


class ClinicForm(WagtailAdminModelForm):
    """Offers as successor only clinics that the user may see, and the one chosen already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "successor" not in self.fields or self.for_user is None:
            return
        from sites.models import Clinic  # its edit handler needs this form
        from sites.viewsets.policies import policy_for

        seen = policy_for(Clinic).clinics_for(self.for_user)
        offered = Q(pk__in=seen.values("pk")) | Q(pk=self.instance.successor_id)
        self.fields["successor"].queryset = Clinic.objects.filter(offered).exclude(pk=self.instance.pk)

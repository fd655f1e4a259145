"""Which clinic was called, or called: by its slug, or by its tracking number."""

from uuid import UUID

from django.db.models import Q

from leads.calls.report import CallReport
from sites.models import Clinic, ClinicPhone


class ClinicUnknown(LookupError):
    """No clinic of the token fits. Says no more: the clinics of others are none of the service's business."""

    def __init__(self, field: str) -> None:
        super().__init__("No clinic of this token has this slug and tracking number.")
        self.field = field


def clinic_of_call(report: CallReport, *, slug: str, among: UUID | None) -> Clinic:
    """The call's clinic. A number that is another clinic's tracking number is refused, whatever the slug says.

    Args:
        slug: or empty.
        among: the one clinic that the token serves; None for a token of the network.

    Raises:
        ClinicUnknown: no such clinic, or not one of the token's; also for a number that two clinics claim.
    """
    tracked = set()
    if report.clinic_number:
        phones = ClinicPhone.objects.filter(kind=ClinicPhone.Kind.TRACKING, number=report.clinic_number)
        tracked = set(phones.values_list("clinic", flat=True))
    wanted = Q(slug=slug.replace("\x00", "")) if slug else Q()
    if tracked:
        wanted &= Q(pk__in=tracked)
    if among:
        wanted &= Q(pk=among)
    named_by = "clinic" if slug or not report.clinic_number else ("to" if report.is_inbound else "from")
    if not (slug or tracked or (among and not report.clinic_number)):
        raise ClinicUnknown(named_by)
    found = list(Clinic.objects.filter(wanted)[:2])
    if len(found) != 1:
        raise ClinicUnknown(named_by)
    return found[0]

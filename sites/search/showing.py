"""Which pages a row is read on, so that its new words are found there."""

from django.db.models import Model

from sites.models import (
    FAQ,
    Clinic,
    ClinicPage,
    Condition,
    Credential,
    ExternalResource,
    Fact,
    Provider,
    ProviderPage,
    SideEffect,
    Testimonial,
    Treatment,
)
from sites.references import pages_referring_to

# Their words are part of the text of pages (`readable_text`).
READ_ON_PAGES: tuple[type[Model], ...] = (
    Clinic, Condition, Credential, ExternalResource, FAQ, Fact, Provider, SideEffect, Testimonial, Treatment,
)  # fmt: skip


def pages_showing(row: Model) -> set[int]:
    """Primary keys of the pages whose text has words of `row`, in any language, live or not."""
    match row:
        case Clinic():
            return set(ClinicPage.objects.filter(clinic=row).values_list("pk", flat=True))
        case Provider():
            return set(ProviderPage.objects.filter(provider=row).values_list("pk", flat=True))
        case Credential():
            holders = Provider.objects.filter(provider_credentials__credential=row)
            return set(ProviderPage.objects.filter(provider__in=holders).values_list("pk", flat=True))
        case SideEffect():
            # A block may show all that a treatment has.
            return pages_referring_to(row).union(*(pages_referring_to(each) for each in row.treatments.all()))
        case _:
            return pages_referring_to(row)

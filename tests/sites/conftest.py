"""The network's pages, and providers at a clinic."""

from collections.abc import Callable
from typing import Any

import pytest

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import Clinic, ClinicPage, HomePage, Provider, ProviderPage, ProviderRole


@pytest.fixture
def make_provider_page(home: HomePage) -> Callable[..., ProviderPage]:
    """Makes a provider's page at a clinic, with their role there; a second clinic for the same name adds to both."""

    def make(clinic: Clinic, name: str = "Dana Whitfield", **role: Any) -> ProviderPage:
        provider, _ = Provider.objects.get_or_create(name=name)
        ProviderRole.objects.create(provider=provider, clinic=clinic, title="Nurse", **role)
        parent: ClinicPage = ensure_clinic_page(clinic)
        return ensure_child(parent, ProviderPage, slug=name.lower().replace(" ", "-"), title=name, provider=provider)

    return make

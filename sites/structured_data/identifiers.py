"""How nodes of one site point at each other, the same on every page and in every language."""

from dataclasses import dataclass
from urllib.parse import urljoin

from sites.models import Clinic, Condition, Provider, Treatment


@dataclass(frozen=True)
class Identifiers:
    """`root_url` is the site's, "https://clinics.example.com/"."""

    root_url: str

    @property
    def network(self) -> str:
        return f"{self.root_url}#network"

    @property
    def website(self) -> str:
        return f"{self.root_url}#website"

    def clinic(self, clinic: Clinic) -> str:
        return f"{self.absolute(clinic.path)}#clinic"

    def provider(self, provider: Provider) -> str:
        return f"{self.root_url}#provider-{provider.pk}"

    def treatment(self, treatment: Treatment) -> str:
        return f"{self.root_url}#treatment-{treatment.slug}"

    def condition(self, condition: Condition) -> str:
        return f"{self.root_url}#condition-{condition.slug}"

    def absolute(self, url: str) -> str:
        return urljoin(self.root_url, url)

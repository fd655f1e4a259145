"""The network behind the clinics, and its website."""

from collections.abc import Iterable

from sites.models import Clinic
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, ref, without_empty


def network_node(name: str, *, ids: Identifiers, clinics: Iterable[Clinic] = ()) -> Node:
    """`MedicalOrganization`; each clinic is a department with a node of its own elsewhere."""
    return without_empty(
        {
            "@type": "MedicalOrganization",
            "@id": ids.network,
            "name": name,
            "url": ids.root_url,
            "department": [ref(ids.clinic(clinic)) for clinic in clinics],
        }
    )


def website_node(name: str, *, ids: Identifiers) -> Node:
    return {
        "@type": "WebSite",
        "@id": ids.website,
        "name": name,
        "url": ids.root_url,
        "publisher": ref(ids.network),
    }

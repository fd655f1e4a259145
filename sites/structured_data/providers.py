"""Who treats: `Physician` where a credential says so, `Person` with credentials for everybody else."""

from sites.models import Clinic, Credential, Provider
from sites.structured_data.clinics import address_node, telephone
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, ref, without_empty


def provider_node(
    provider: Provider, *, ids: Identifiers, url: str = "", clinic: Clinic | None = None, role: str = ""
) -> Node:
    """`provider` with its credentials loaded; `role` is what they do at `clinic`.

    schema.org's `Physician` is the practice of a doctor rather than a person: it has an address and no job title.
    """
    clinic_id = ids.clinic(clinic) if clinic else ""
    node: Node = {
        "@type": schema_type(provider.credentials),
        "@id": ids.provider(provider),
        "name": provider.full_title if is_physician(provider.credentials) else provider.name,
        "url": url,
        "knowsLanguage": provider.languages.replace(",", " ").split(),
        "hasCredential": [credential_node(credential) for credential in provider.credentials],
    }
    if is_physician(provider.credentials):
        node |= {
            "parentOrganization": ref(clinic_id) if clinic else None,
            "address": address_node(clinic) if clinic else None,
            "telephone": telephone(clinic) if clinic else "",
            "usNPI": provider.npi,
        }
    else:
        node |= {
            "honorificSuffix": ", ".join(credential.code for credential in provider.credentials),
            "jobTitle": role,
            "worksFor": ref(clinic_id) if clinic else None,
        }
    return without_empty(node)


def is_physician(credentials: list[Credential]) -> bool:
    return any(credential.schema_type == Credential.SchemaType.PHYSICIAN for credential in credentials)


def schema_type(credentials: list[Credential]) -> str:
    return str(Credential.SchemaType.PHYSICIAN if is_physician(credentials) else Credential.SchemaType.PERSON)


def credential_node(credential: Credential) -> Node:
    return {
        "@type": "EducationalOccupationalCredential",
        "name": credential.meaning,
        "alternateName": credential.code,
    }

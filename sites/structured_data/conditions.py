"""A condition as `MedicalCondition`, with what is tried for it."""

from collections.abc import Iterable

from sites.models import Condition, Treatment
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, ref, without_empty


def condition_node(
    condition: Condition, *, ids: Identifiers, url: str = "", treatments: Iterable[Treatment] = ()
) -> Node:
    """`treatments` have nodes of their own in the same graph."""
    return without_empty(
        {
            "@type": "MedicalCondition",
            "@id": ids.condition(condition),
            "name": condition.name,
            "description": condition.definition or condition.summary,
            "url": url,
            "possibleTreatment": [ref(ids.treatment(treatment)) for treatment in treatments],
        }
    )

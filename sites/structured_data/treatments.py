"""A treatment as `MedicalTherapy`. What may go wrong stands beside what it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.blocks import StreamValue

from sites.models import SideEffect, Treatment
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, without_empty

SIDE_EFFECTS_BLOCK = "side_effects"


def therapy_node(
    treatment: Treatment, *, ids: Identifiers, url: str = "", side_effects: Iterable[SideEffect] = ()
) -> Node:
    """`url` is the library's page, absolute; empty where there is none in sight."""
    told = list(side_effects)
    return without_empty(
        {
            "@type": "MedicalTherapy",
            "@id": ids.treatment(treatment),
            "name": treatment.name,
            "description": treatment.summary,
            "url": url,
            "adverseOutcome": [outcome_node(each) for each in told if not each.is_serious],
            "seriousAdverseOutcome": [outcome_node(each) for each in told if each.is_serious],
        }
    )


def side_effects_of(body: Iterable[StreamValue.StreamChild], context: Mapping[str, Any]) -> list[SideEffect]:
    """Those that a treatment's page with this context tells, each once."""
    blocks = (block for block in body if block.block_type == SIDE_EFFECTS_BLOCK)
    return list(dict.fromkeys(row for block in blocks for row in block.value.told(context)))


def outcome_node(side_effect: SideEffect) -> Node:
    return without_empty({"@type": "MedicalEntity", "name": side_effect.name, "description": side_effect.description})

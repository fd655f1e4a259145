"""How long, how often, when it is felt: as the clinic of the page does it, or each clinic where the page has none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.tables import Table, TableRow
from sites.blocks.titled import TitledBlock
from sites.compiled_queries import compiled


class ProtocolBlock(TitledBlock):
    treatment = RowChooserBlock(
        "sites.Treatment",
        label=_("Treatment"),
        required=False,
        help_text=_("Empty: the treatment of the page. The words come from each clinic's protocol facts."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        treatment = value["treatment"] or getattr(context.get("page"), "treatment", None)
        facts = context["protocol_facts"] if "protocol_facts" in context else protocol_facts(treatment, context)
        if context.get("clinic"):
            context["details"] = facts[0].details if facts else {}
        elif facts:
            context["table"] = clinics_compared(facts)
        return context

    def get_preview_value(self) -> Any:
        return self.normalize({"treatment": None})

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from sites.models import Clinic, ProtocolFact

        names = (gettext("First invented clinic"), gettext("Second invented clinic"))
        lengths = (gettext("about 40 minutes"), gettext("about an hour"))
        facts = [
            ProtocolFact(
                clinic=Clinic(name=name), session_length=length, session_count=gettext("six, over three weeks")
            )
            for name, length in zip(names, lengths, strict=True)
        ]
        return {**(parent_context or {}), "clinic": None, "protocol_facts": facts}

    class Meta:
        icon = "time"
        label = _("How a clinic gives it")
        description = _("Session length, number of sessions and onset from the clinic's protocol facts.")
        template = "sites/blocks/protocol.html"
        default_heading = _("How we give it")


def protocol_facts(treatment: Any, context: dict[str, Any]) -> list[Any]:
    """Of the clinics that the page is for, in their order. One query."""
    clinics = [context["clinic"]] if context.get("clinic") else list(context.get("clinics") or [])
    if not (treatment and clinics):
        return []
    found = facts_on(treatment_id=treatment.pk, clinic_ids=[clinic.pk for clinic in clinics])
    facts = {fact.clinic_id: fact for fact in found}
    for clinic in clinics:
        if clinic.pk in facts:
            facts[clinic.pk].clinic = clinic  # in hand already
    return [facts[clinic.pk] for clinic in clinics if clinic.pk in facts and facts[clinic.pk].details]


@compiled
def facts_on(treatment_id: int, clinic_ids: Sequence[UUID]) -> QuerySet[Any]:
    from sites.models import ProtocolFact

    return ProtocolFact.objects.filter(treatment=treatment_id, clinic__pk__in=clinic_ids)


def clinics_compared(facts: list[Any]) -> Table:
    """A row for each clinic; no column that every clinic left empty."""
    details = [fact.details for fact in facts]
    headings = list(dict.fromkeys(label for each in details for label in each))
    return Table(
        caption=gettext("As each clinic gives it"),
        corner=gettext("Clinic"),
        headings=headings,
        rows=[
            TableRow(fact.clinic.name, [each.get(label, "") for label in headings])
            for fact, each in zip(facts, details, strict=True)
        ],
    )

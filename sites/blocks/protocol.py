"""How long, how often, when it is felt: as the clinic of the page does it, or each clinic where the page has none."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.clinic_choice import directory_of
from sites.blocks.tables import Table, TableRow
from sites.blocks.titled import TitledBlock


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
        facts = context["protocol_facts"] if "protocol_facts" in context else told_facts(treatment, context)
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


def told_facts(treatment: Any, context: dict[str, Any]) -> list[Any]:
    """Those that say something, of the clinics that the page is for, in their order."""
    clinics = [context["clinic"]] if context.get("clinic") else list(context.get("clinics") or [])
    if not (treatment and clinics):
        return []
    facts = directory_of(context).details(treatment, clinics=clinics).protocol_facts
    return [fact for fact in facts if fact.details]


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

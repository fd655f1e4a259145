"""Where else to look, outside the network."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.chosen import ChosenRows, ChosenRowsBlock


class ResourcesValue(ChosenRows[Any]):
    rows_name = "resources"


class ResourcesBlock(ChosenRowsBlock):
    resources = blocks.ListBlock(RowChooserBlock("sites.ExternalResource"), label=_("Resources"), min_num=1)

    def get_preview_value(self) -> Any:
        from sites.models import ExternalResource

        resource = ExternalResource(
            name=gettext("Neighbors in Pain"), url="https://example.com/", description=gettext("Peer groups by phone.")
        )
        return self.normalize({"resources": [resource]})

    class Meta:
        icon = "globe"
        label = _("Outside resources")
        description = _("Organizations and pages outside the network, from the library.")
        template = "sites/blocks/resources.html"
        value_class = ResourcesValue
        default_heading = _("Where else to look")

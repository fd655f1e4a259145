"""Questions that visitors ask, answered once and chosen here."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.chosen import ChosenRows, ChosenRowsBlock, belongs_elsewhere
from sites.texts import Texts


class QuestionsValue(ChosenRows[Any]):
    rows_name = "questions"

    def why_withheld(self, row: Any, *, on: date, clinic: Model | None) -> str:
        if not belongs_elsewhere(row, clinic):
            return ""
        return gettext("“%(question)s” is not shown: it is another clinic's.") % {"question": row.question}


class QuestionsBlock(ChosenRowsBlock):
    questions = blocks.ListBlock(RowChooserBlock("sites.FAQ"), label=_("Questions"), min_num=1)

    def get_context(self, value: QuestionsValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["pairs"] = list(zip(context["rows"], Texts(row.answer for row in context["rows"]).as_html, strict=True))
        return context

    def get_preview_value(self) -> Any:
        from sites.models import FAQ

        rows = [
            FAQ(
                question=gettext("How long does it take?"),
                answer=gettext("<p>That differs. Your provider tells you.</p>"),
            ),
            FAQ(question=gettext("Can I drive home?"), answer=gettext("<p>No. Somebody else drives.</p>")),
        ]
        return self.normalize({"questions": rows})

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions from the library that open one by one, the first already open.")
        template = "sites/blocks/questions.html"
        value_class = QuestionsValue
        default_heading = _("Questions people ask")

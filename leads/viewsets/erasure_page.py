"""One wish to be erased: what would go and what stays, the erasing itself, and afterwards what was done."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import may_erase
from leads.erasing.erasure import erase_person
from leads.erasing.extent import LABELS, Extent, extent_of
from leads.erasing.requesting import record_told_erasure
from leads.models import ErasureRequest, Lead
from leads.viewsets.lead_page import LeadActionView, LeadView
from leads.viewsets.toasts import say

TOLD = [each for each in ErasureRequest.Source.choices if each[0] in {"phone", "writing", "in_person"}]
# What has to be typed, in the reader's language.
WORD = gettext_lazy("erase")


class ConfirmForm(forms.Form):
    typed = forms.CharField(
        label=gettext_lazy("Type the word to go on"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].help_text = _("“%(word)s”. It cannot be undone.") % {"word": WORD}

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.strip().casefold() != str(WORD).casefold():
            raise forms.ValidationError(_("Type “%(word)s”. Nothing was erased."), params={"word": WORD})
        return typed


class ToldForm(forms.Form):
    source = forms.ChoiceField(label=gettext_lazy("How did they ask?"), choices=TOLD, widget=forms.RadioSelect)


class EraseView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET shows what would go, POST erases. Its title has no name."""

    permission_required = "change"
    template_name = "leads/admin/erasure.html"
    header_icon = "bin"
    object: ErasureRequest

    def get_base_object_queryset(self) -> QuerySet[ErasureRequest]:
        rows: QuerySet[ErasureRequest] = super().get_base_object_queryset()
        return rows.select_related("person__clinic", "recorded_by", "carried_out_by")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("erasures:index"), "label": _("Erasure requests")},
            {"url": "", "label": str(self.object)},
        ]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        self.audits_itself = True  # with how many of what
        if erase_person(self.object.person, by=request.user, at=timezone.now()).is_new:
            say(request, _("Erased."))
        return redirect("erasures:inspect", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wish = self.object
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if wish.carried_out_at:
            counts: dict[str, int] = wish.counts
        else:
            extent = extent_of(wish.person)
            counts = extent.counts()
            context |= {"leads": leads_of(extent), "form": kwargs.get("form") or ConfirmForm()}
        return context | {
            "wish": wish,
            "is_overdue": wish.is_overdue(at=timezone.now()),
            "goes": [(label, counts[name]) for name, label in LABELS.items() if counts.get(name)],
        }


def leads_of(extent: Extent) -> list[Lead]:
    return list(Lead.including_quarantine.filter(pk__in=extent.leads).select_related("person", "stage"))


class AskForErasureView(LeadActionView):
    """For whoever was told: "Erase this person" of the lead's page. Records the wish, and leads on to its page."""

    template_name = "leads/admin/ask_for_erasure.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_erase(request.user, self.object.person):
            raise PermissionDenied
        if wish := ErasureRequest.objects.filter(person=self.object.person_id).first():
            return redirect("erasures:inspect", wish.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(ToldForm())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ToldForm(request.POST)
        if not form.is_valid():
            return self.shown(form, status=422)
        source = form.cleaned_data["source"]
        wish = record_told_erasure(self.object.person, source=source, actor=request.user, at=timezone.now())
        return redirect("erasures:inspect", wish.pk)

    def shown(self, form: ToldForm, *, status: int = 200) -> HttpResponse:
        # Of the page around it alone: this is not the lead's page.
        context = super(LeadView, self).get_context_data(lead=self.object, form=form)
        response: HttpResponse = self.render_to_response(context, status=status)
        return response

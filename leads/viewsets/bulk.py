"""One change to the leads that somebody ticked, or to all that the list shows: stated, confirmed, done, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import lead_policy, leads_for
from leads.bulk_changes import Done, Left, Outcome, take_back
from leads.viewsets.bulk_choice import MOST_AT_ONCE, TYPED_ABOVE, ChosenLead, keys_in, written
from leads.viewsets.bulk_forms import FORMS
from leads.viewsets.lead_selection import LeadSelection

# What was done last, in the person's session, so that it can be taken back: ids alone.
LAST_CHANGE = "last_change_of_leads"
LEFT_WORDS = {
    Left.CHANGED_MEANWHILE: gettext_lazy("Somebody changed them meanwhile."),
    Left.NOT_ALLOWED: gettext_lazy("Not allowed: the stage does not lead there, or the person does not work there."),
    Left.ALREADY_SO: gettext_lazy("Nothing to change: it is so already."),
}


class BulkPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    # Said here: without a policy Wagtail checks nothing.
    permission_policy = lead_policy
    permission_required = "change"
    header_icon = "list-ul"
    page_title = gettext_lazy("Change leads")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("leads:index"), "label": gettext_lazy("Leads")},
            {"url": "", "label": self.get_page_title()},
        ]


class BulkView(BulkPage):
    """POST of the list's ticks states the number and asks; POST of that form does it. By itself: nothing is chosen."""

    template_name = "leads/admin/bulk_confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(None, [], status=200)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form_class = FORMS.get(request.POST.get("action", ""))
        if form_class is None:
            return self.ask(None, [], status=422)
        if "confirmed" in request.POST:
            form = form_class(request.POST, request=request)
            if not form.is_valid():
                return self.ask(form, form.leads, status=422)
            outcome = form.carry_out(actor=request.user)
            remember(request, outcome, query=form.cleaned_data["query"])
            return redirect("leads:bulk_done")
        chosen = self.chosen()
        values = {"chosen": written(chosen), "query": request.POST.get("query", "")[:5_000]}
        return self.ask(form_class(initial=values, request=request), chosen, status=200 if chosen else 422)

    def chosen(self) -> list[ChosenLead]:
        """What was ticked or, where all were meant, what the list shows under its filters and search; at most one more
        than may be changed at once. Only leads that the user may change."""
        posted = self.request.POST
        leads = leads_for(self.request.user, ("change",))
        if posted.get("all"):
            query = QueryDict(posted.get("query", "")[:5_000])
            leads = leads.filter(pk__in=LeadSelection(self.request, query).leads.values("pk"))
        else:
            leads = leads.filter(pk__in=keys_in([*posted.getlist("lead"), posted.get("elsewhere", "")]))
        rows = leads.order_by().values_list("pk", "version")[: MOST_AT_ONCE + 1]
        return [ChosenLead(pk, version) for pk, version in rows]

    def ask(self, form: Any, chosen: list[ChosenLead], *, status: int) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            count=len(chosen),
            action=self.request.POST.get("action", ""),
            is_too_many=len(chosen) > MOST_AT_ONCE,
            most=MOST_AT_ONCE,
            is_typed=len(chosen) > TYPED_ABOVE,
            back=list_address(self.request.POST.get("query", "")),
        )
        response: HttpResponse = self.render_to_response(context, status=status)
        return response


class BulkDoneView(BulkPage):
    """What came of it. POST takes it back."""

    template_name = "leads/admin/bulk_done.html"

    @cached_property
    def last(self) -> dict[str, Any]:
        return dict(self.request.session.get(LAST_CHANGE, {}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left: dict[str, str] = self.last.get("left", {})
        leads = leads_for(self.request.user).select_related("person").in_bulk(list(left))
        return super().get_context_data(
            count=len(self.last.get("done", [])),
            was_taken_back=self.last.get("taken_back", False),
            left=[
                (words, [lead for lead in leads.values() if left[str(lead.pk)] == why])
                for why, words in LEFT_WORDS.items()
                if why in left.values()
            ],
            left_count=len(left),
            back=list_address(self.last.get("query", "")),
            **kwargs,
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.last.get("done") or self.last.get("taken_back"):
            messages.warning(request, _("There is nothing to take back."))
            return redirect("leads:bulk_done")
        outcome = take_back(done_before(self.last), actor=request.user, at=timezone.now())
        remember(request, outcome, query=self.last.get("query", ""), taken_back=True)
        return redirect("leads:bulk_done")


def done_before(last: dict[str, Any]) -> list[Done]:
    return [Done(UUID(lead_id), UUID(entry_id), version) for lead_id, entry_id, version in last["done"]]


def remember(request: HttpRequest, outcome: Outcome, *, query: str, taken_back: bool = False) -> None:
    request.session[LAST_CHANGE] = {
        "done": [[str(each.lead_id), str(each.entry_id), each.version] for each in outcome.done],
        "left": {str(lead_id): why.value for lead_id, why in outcome.left.items()},
        "query": query,
        "taken_back": taken_back,
    }


def list_address(query: str) -> str:
    """The list as it was, by its own parameters alone."""
    kept = QueryDict(query[:5_000]).urlencode()
    return f"{reverse('leads:index')}?{kept or 'view=all'}"

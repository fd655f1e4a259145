"""What was held back: the coordinator's list of requests that somebody must look at, and of those that were spam."""

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views import generic

from leads.access import held_leads_for, held_policy
from leads.crisis_flag import mark_seen
from leads.models import HeldLead, Lead
from leads.models.lead import LeadQuerySet
from leads.quarantine import NotHeldBack, mark_as_spam, release, take_spam_mark_back
from leads.suspicion import in_words
from leads.viewsets.bulk_choice import tick_box
from leads.viewsets.lead_columns import phone_cell
from leads.viewsets.lead_filters import clinics_of_user
from sites.permissions import ANY
from sites.viewsets.columns import CARD_LISTING, CardColumn, ago, link, status_tag
from staff.models import StaffUser

CHOICE_FORM = "held-choice"


class HeldLeadFilterSet(WagtailFilterSet):
    clinic = django_filters.ModelChoiceFilter(queryset=clinics_of_user, label=_("Clinic"), empty_label=_("All"))

    class Meta:
        model = HeldLead
        fields: list[str] = []


def tick_cell(lead: Lead) -> SafeString:
    return tick_box(lead.pk, form=CHOICE_FORM, name=lead.person.full_name)


def name_cell(lead: Lead) -> SafeString:
    name = link(reverse("held_leads:inspect", args=[lead.pk]), lead.person.full_name)
    return (
        format_html("{} {}", name, status_tag(gettext("May be in a crisis"), is_live=True))
        if lead.waits_for_a_look
        else name
    )


def reasons_cell(lead: Lead) -> SafeString:
    return format_html(
        '<ul class="held-reasons">{}</ul>',
        format_html_join("", "<li>{}</li>", ((words,) for words in in_words(lead.quarantine_reason))),
    )


class HeldLeadIndexView(generic.IndexView):
    """GET lists those that wait, or with `?shown=spam` what was marked as spam. POST decides about the ticked ones."""

    is_searchable = True
    table_classname = f"{CARD_LISTING} held-listing"
    template_name = "leads/admin/held_leads.html"
    results_template_name = "leads/admin/held_leads_results.html"
    list_export: list[str] = []
    columns = [
        CardColumn("tick", label=_("Choose"), accessor=tick_cell, classname="held-tick-cell"),
        CardColumn("name", label=_("Name"), accessor=name_cell, sort_key="person__full_name", classname="title"),
        CardColumn("reasons", label=_("Why it is here"), accessor=reasons_cell, classname="held-why"),
        CardColumn("clinic", label=_("Clinic"), accessor="clinic.name", sort_key="clinic__name"),
        CardColumn("phone", label=_("Phone"), accessor=phone_cell),
        CardColumn("created_at", label=_("Came"), accessor=lambda lead: ago(lead.created_at), sort_key="created_at"),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False
        self.shows_spam = request.GET.get("shown") == "spam"

    def get_base_queryset(self) -> LeadQuerySet:
        rows: LeadQuerySet = super().get_base_queryset().select_related("person", "clinic")
        return rows.filter(spam_marked_at__isnull=not self.shows_spam)

    def order_queryset(self, queryset: LeadQuerySet) -> LeadQuerySet:
        # Whoever may be in a crisis first.
        looked_at = Case(When(crisis_flagged_at__isnull=False, crisis_seen_at__isnull=True, then=0), default=1)
        return queryset.order_by(looked_at, self.ordering, "-pk")

    def search_queryset(self, queryset: LeadQuerySet) -> LeadQuerySet:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def get_list_buttons(self, instance: HeldLead) -> list[Any]:
        return []

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return format_html('{} <a href="{}">{}</a>', _("No request matches."), self.index_url, _("Show all"))
        if not held_policy.user_has_any_permission(self.request.user, ANY):
            return str(_("You work in no clinic yet. Ask an administrator to add you to one."))
        if self.shows_spam:
            return str(_("Nothing is marked as spam."))
        return str(_("Nothing is held back. A request that looks like spam waits here until somebody decides."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        held = held_leads_for(self.request.user)
        just_marked = held.filter(spam_marked_at__isnull=False, pk__in=keys_in(self.request.GET.getlist("marked")))
        return context | {
            "choice_form": CHOICE_FORM,
            "shows_spam": self.shows_spam,
            "may_change": held_policy.user_has_any_permission(self.request.user, ["change"]),
            "just_marked": list(just_marked.values_list("pk", flat=True)),
            "tabs": [
                {
                    "label": _("Waiting"),
                    "url": reverse("held_leads:index"),
                    "count": held.filter(spam_marked_at__isnull=True).count(),
                    "is_current": not self.shows_spam,
                },
                {
                    "label": _("Spam"),
                    "url": f"{reverse('held_leads:index')}?shown=spam",
                    "count": held.filter(spam_marked_at__isnull=False).count(),
                    "is_current": self.shows_spam,
                },
            ],
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = held_leads_for(request.user, ("change",)).filter(pk__in=keys_in(request.POST.getlist("lead")))
        return decide(request, chosen, decision=request.POST.get("decision", ""), at=timezone.now())


def keys_in(texts: list[str]) -> list[UUID]:
    """The keys among what was posted, at most a page's."""
    keys = []
    for text in texts[:100]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


def decide(request: Any, chosen: LeadQuerySet, *, decision: str, at: datetime) -> HttpResponse:
    """Do what a button says with rows that the user may change, and go on to where the outcome is seen."""
    index = reverse("held_leads:index")
    keys = list(chosen.values_list("pk", flat=True))
    if not keys:
        messages.warning(request, gettext("Nothing was changed: tick the requests first."))
        return redirect(index)
    match decision:
        case "release":
            return release_all(request, keys, actor=request.user, at=at)
        case "spam":
            marked = mark_as_spam(chosen, actor=request.user, at=at)
            return redirect(f"{index}?{'&'.join(f'marked={key}' for key in marked)}")
        case "no-spam":
            back = take_spam_mark_back(chosen, actor=request.user, at=at)
            said = ngettext("%(count)d request waits again.", "%(count)d requests wait again.", len(back))
            messages.success(request, said % {"count": len(back)})
        case "seen":
            for lead in chosen:
                mark_seen(lead, actor=request.user, at=at)
            messages.success(request, gettext("It is in the timeline that you looked at it."))
            return redirect(reverse("held_leads:inspect", args=[keys[0]]))
    return redirect(index)


def release_all(request: Any, keys: list[UUID], *, actor: StaffUser, at: datetime) -> HttpResponse:
    """One after the other: what was released stays so whatever happens to the next."""
    released = []
    for key in keys:
        try:
            released.append(release(key, actor=actor, at=at))
        except NotHeldBack:
            continue
    if len(released) == 1 == len(keys):
        lead = released[0]
        messages.success(request, gettext("Released: it is a lead now, and the clinic was told."))
        return redirect(reverse("leads:inspect", args=[lead.pk]))
    if not released:
        messages.warning(request, gettext("Nothing was changed: somebody released it meanwhile."))
    else:
        said = ngettext("%(count)d request is a lead now.", "%(count)d requests are leads now.", len(released))
        messages.success(request, said % {"count": len(released)})
    return redirect(reverse("held_leads:index"))

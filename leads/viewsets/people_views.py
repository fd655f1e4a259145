"""Who a lead's person is: joined with another and parted again, in a household, not to be contacted."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from leads.matching import possible_duplicates
from leads.models import DoNotContact, Lead, Person, PersonMerge
from leads.people.do_not_contact import in_force, lift_do_not_contact, set_do_not_contact
from leads.people.households import leave_household, mark_household
from leads.people.merging import NotMergeable, OldLook, WhyNot, merge_people
from leads.people.preview import preview
from leads.people.unmerging import NotUndoable, WhyStays, undo_merge
from leads.people.values import BY_NAME
from leads.viewsets.about_person import may_lift
from leads.viewsets.lead_page import LeadActionView, LeadView
from leads.viewsets.people_forms import DoNotContactForm, MergeForm
from leads.viewsets.toasts import say
from protection.audit import Action

WHY_NOT = {
    WhyNot.SAME_PERSON: gettext_lazy("This lead is the same person's already."),
    WhyNot.OTHER_CLINIC: gettext_lazy("People of two clinics cannot be joined."),
    WhyNot.MERGED_BEFORE: gettext_lazy("One of them was joined with somebody already."),
    WhyNot.ONE_HOUSEHOLD: gettext_lazy("They are marked as one household. Take one out of it first."),
}
WHY_STAYS = {
    WhyStays.UNDONE_BEFORE: gettext_lazy("They were parted already."),
    WhyStays.BUILT_UPON: gettext_lazy("A later join builds on this one. Part that one first."),
}


class MergeView(LeadActionView):
    """GET shows the two side by side, POST joins them. Without a second person it offers the likely ones."""

    template_name = "leads/admin/merge.html"
    audited_change = Action.MERGED

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(other_person(self.object, request.GET.get("with", "")))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        other = other_person(self.object, request.POST.get("with", ""))
        if other is None:
            return self.shown(None, status=422)
        form = MergeForm(request.POST, preview=preview(self.object.person, other))
        if not form.is_valid():
            return self.shown(other, form=form, status=422)
        try:
            merge_people(
                self.object.person,
                other,
                choices=form.choices(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                at=timezone.now(),
            )
        except OldLook:
            words = _("One of them changed meanwhile. Nothing was joined: look again.")
            return self.shown(other, problem=words, status=409)
        except NotMergeable as refused:
            return self.shown(other, problem=WHY_NOT[refused.why], status=409)
        say(request, _("They are one person now. Below, you can part them again."))
        return redirect(self.url())

    def shown(self, other: Person | None, *, status: int = 200, problem: object = "", form: Any = None) -> HttpResponse:
        lead = self.object
        looked_at = preview(lead.person, other) if other and other.pk != lead.person_id else None
        hints = [each for each in possible_duplicates(lead) if not each.is_same_person and not each.is_household]
        if other and looked_at is None:
            problem = problem or WHY_NOT[WhyNot.SAME_PERSON]
        if looked_at and form is None:
            form = MergeForm(preview=looked_at)
        # Of the page around it alone: this is not the lead's page.
        context = super(LeadView, self).get_context_data(
            lead=lead, preview=looked_at, form=form, hints=hints, problem=problem
        )
        return self.render_to_response(context, status=status)


def other_person(lead: Lead, given: str) -> Person | None:
    """The person, or the person of the lead, with this id in the lead's clinic; None where none is named.

    Raises:
        Http404: there is none in this clinic.
    """
    if not given:
        return None
    try:
        key = UUID(given)
    except ValueError as malformed:
        raise Http404 from malformed
    here = Person.objects.filter(clinic=lead.clinic_id)
    found = here.filter(pk=key).first() or here.filter(leads__pk=key, leads__quarantine_reason="").first()
    if found is None:
        raise Http404
    return found


class UnmergeView(LeadActionView):
    audited_change = Action.MERGED

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        merge = latest_merge(self.object, request.POST.get("merge", ""))
        try:
            undone = undo_merge(merge, actor=request.user, at=timezone.now())
        except NotUndoable as refused:
            messages.error(request, WHY_STAYS[refused.why])
            return redirect(self.url())
        say(request, _("They are two people again."))
        if undone.left_as_changed:
            left = ", ".join(str(BY_NAME[name].label) for name in undone.left_as_changed)
            messages.warning(request, _("Changed since, and so left as it is: %(values)s.") % {"values": left})
        return redirect(self.url())


def latest_merge(lead: Lead, given: str) -> PersonMerge:
    """Raises Http404 where this is no merge of the lead's person."""
    try:
        merge = PersonMerge.objects.filter(kept=lead.person_id, pk=UUID(given)).first()
    except ValueError as malformed:
        raise Http404 from malformed
    if merge is None:
        raise Http404
    return merge


class HouseholdView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "leave":
            if leave_household(self.object.person):
                say(request, _("Taken out of the household."))
            return redirect(self.url())
        other = other_person(self.object, request.POST.get("with", ""))
        if other is None:
            raise Http404
        try:
            mark_household(self.object.person, other)
        except NotMergeable as refused:
            messages.error(request, WHY_NOT[refused.why])
        else:
            say(request, _("Marked as one household: no duplicate any more."))
        return redirect(self.url())


class DoNotContactView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        person, now = self.object.person, timezone.now()
        if request.POST.get("do") == "lift":
            record = in_force(person)
            if record and not may_lift(request.user, record):
                raise PermissionDenied
            if lift_do_not_contact(person, actor=request.user, at=now):
                say(request, _("They may be contacted again. A consent to texts must be asked for anew."))
            return redirect(self.url())
        form = DoNotContactForm(request.POST)
        if not form.is_valid():
            return self.answer(status=422, do_not_contact_form=form)
        set_do_not_contact(
            person,
            channels=form.cleaned_data["channels"],
            source=DoNotContact.Source.STAFF,
            actor=request.user,
            at=now,
        )
        say(request, _("It is noted wherever somebody could contact them."))
        return redirect(self.url())

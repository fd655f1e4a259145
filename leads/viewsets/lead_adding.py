"""A lead that staff enter by hand: somebody called, walked in or was sent by another practice."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import lead_policy
from leads.forms import LONGEST_MESSAGE, ConsultRequestForm
from leads.intake import record_once
from leads.matching import PossibleDuplicate, possible_duplicates
from leads.models import ConsultRequest, Lead, Person
from leads.person_fields import PersonFieldsForm
from leads.provenance import WayIn
from leads.submission import Submission, SubmissionKeyReused
from leads.viewsets.toasts import say
from protection.identifiers import uuid7
from sites.models import Clinic
from sites.permissions import User
from sites.phone_numbers import PhoneNumber


class AddLeadForm(PersonFieldsForm):
    """For the clinics whose leads `user` may work."""

    clinic = forms.ModelChoiceField(label=gettext_lazy("Clinic"), queryset=Clinic.objects.none(), empty_label=None)
    full_name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Enter their name.")}
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=320, required=False, widget=forms.EmailInput)
    preferred_contact = forms.ChoiceField(
        label=gettext_lazy("Answer by"),
        choices=[("", gettext_lazy("Any way")), *ConsultRequestForm.PREFERRED_CONTACT],
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    way_in = forms.ChoiceField(label=gettext_lazy("How they came"), choices=WayIn.choices)
    message = forms.CharField(
        label=gettext_lazy("What they said"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinics = lead_policy.clinics_for(user, ("change",)).shown()  # type: ignore[attr-defined]
        self.fields["clinic"].queryset = clinics  # type: ignore[attr-defined]
        self.initial.setdefault("submission_key", str(uuid7()))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("email") and not data.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("phone", ValidationError(_("Enter a phone number or an e-mail address.")))
        return data

    def submission(self) -> Submission:
        data = self.cleaned_data
        return Submission(
            full_name=data["full_name"],
            email=data["email"],
            phone=data["phone"],
            phone_typed=self["phone"].value() or "",
            message=data["message"],
            preferred_contact=data["preferred_contact"],
            language=data["language"],
            campaign={"utm_source": data["way_in"]},
            key=data["submission_key"],
            scope="staff",
            source=ConsultRequest.Source.STAFF,
        )

    def possible_duplicates(self) -> list[PossibleDuplicate]:
        """Leads of the chosen clinic that may be the same person's. One query."""
        data = self.cleaned_data
        phone: PhoneNumber | None = data["phone"]
        asking = Person(
            clinic=data["clinic"],
            full_name=data["full_name"],
            email=data["email"],
            phone=phone.e164 if phone else "",
            phone_extension=phone.extension if phone else "",
        )
        return possible_duplicates(Lead(person=asking, clinic=data["clinic"]))


class AddLeadView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Possible duplicates are shown before anything is stored; `anyway` stores it all the same."""

    permission_policy = lead_policy
    permission_required = "change"
    template_name = "leads/admin/add_lead.html"
    page_title = gettext_lazy("Add a lead")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("leads:index"), "label": gettext_lazy("Leads")},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(AddLeadForm(user=request.user), status=200)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddLeadForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.answer(form, status=422)
        if not request.POST.get("anyway") and (found := form.possible_duplicates()):
            return self.answer(form, status=409, duplicates=found)
        try:
            stored = record_once(
                form.submission(),
                clinic=form.cleaned_data["clinic"],
                requested_at=timezone.now(),
                entered_by=request.user,
            )
        except SubmissionKeyReused:
            renewed = AddLeadForm({**request.POST.dict(), "submission_key": str(uuid7())}, user=request.user)
            return self.answer(renewed, status=409, was_stored=True)
        say(request, _("The lead is added."))
        return redirect(reverse("leads:inspect", args=[stored.lead_id]))

    def answer(self, form: AddLeadForm, *, status: int, **context: Any) -> HttpResponse:
        shown = self.get_context_data(form=form, **context)
        response: HttpResponse = self.render_to_response(shown, status=status)
        return response

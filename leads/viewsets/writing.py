"""The pages on which staff write to a lead: words, a preview exactly as it will be sent, then send."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from integrations.channels.email import compose
from leads.messages.known_values import values_for
from leads.messages.permission import REFUSE, MayNotWrite
from leads.messages.quiet_hours import next_texting_time, zones_of
from leads.messages.text_length import text_length
from leads.messages.writing import first_text_ending, send_message, unsaved_delivery
from leads.models import Lead, Message, MessageTemplate
from leads.models.lead import LeadQuerySet
from leads.viewsets.toasts import say
from leads.viewsets.writing_forms import EmailForm, TextForm, WritingForm
from sites.phone_numbers import PhoneNumber


class WritingView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET: the form, filled from `?template=`. POST: `do=preview` shows, `do=edit` goes back, `do=send` sends.

    Its title has no name: titles stay in the histories of shared screens.
    """

    permission_required = "change"
    form_class: type[WritingForm]
    header_icon = "mail"
    object: Lead
    request: Any

    def get_base_object_queryset(self) -> LeadQuerySet:
        rows: LeadQuerySet = super().get_base_object_queryset().select_related("person", "clinic", "stage", "owner")
        return rows

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("leads:index"), "label": gettext_lazy("Leads")},
            {"url": self.lead_url(), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def lead_url(self) -> str:
        return reverse("leads:inspect", args=[self.object.pk])

    @cached_property
    def values(self) -> dict[str, str]:
        return values_for(self.object, writer=self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        template = self.chosen_template()
        return self.answer(
            self.form_class.with_template(template, lead=self.object, values=self.values), chosen=template
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, lead=self.object, values=self.values)
        what = request.POST.get("do", "preview")
        if what == "edit":
            form.is_valid()  # with its errors, if there are some
            return self.answer(form)
        if not form.is_valid():
            return self.answer(form, status=422)
        if what != "send":
            return self.answer(form, shows_preview=True)
        if not self.is_agreed(form):
            return self.answer(form, shows_preview=True, status=409)
        try:
            sent = send_message(
                self.object, form.draft(), actor=request.user, key=form.cleaned_data["key"], at=timezone.now()
            )
        except MayNotWrite as refusal:
            return self.answer(form, status=409, refusal=str(refusal))
        say(request, self.told(sent))
        return redirect(self.lead_url())

    def templates(self) -> QuerySet[MessageTemplate]:
        """The clinic's and the network's, in the person's language first."""
        rows = MessageTemplate.objects.filter(Q(clinic=self.object.clinic_id) | Q(clinic=None))
        return rows.filter(channel=self.form_class.channel, language=self.object.person.language)

    def chosen_template(self) -> MessageTemplate | None:
        chosen = self.request.GET.get("template", "")
        return next((each for each in self.templates() if str(each.pk) == chosen), None)

    def draft_name(self) -> str:
        """What is typed below one template is not what is typed below another."""
        template = self.chosen_template()
        return f"{self.form_class.channel}-{template.pk if template else 0}"

    def is_agreed(self, form: WritingForm) -> bool:
        """Whether the writer saw when it will be sent."""
        return True

    def told(self, sent: Message) -> str:
        return _("The message is on its way. It is in the timeline.")

    def why_not(self) -> str:
        """Empty where they may be written to."""
        try:
            REFUSE[self.form_class.channel](self.object)
        except MayNotWrite as refusal:
            return str(refusal)
        return ""

    def answer(
        self, form: WritingForm, *, status: int = 200, shows_preview: bool = False, **context: Any
    ) -> HttpResponse:
        refusal = context.pop("refusal", "") or self.why_not()
        shows_preview = shows_preview and not refusal
        shown = self.get_context_data(
            lead=self.object,
            person=self.object.person,
            shown_name=self.object.shown_name,
            form=form,
            refusal=refusal,
            templates=self.templates(),
            draft_name=self.draft_name(),
            shows_preview=shows_preview,
            **(self.preview(form) if shows_preview else {}),
            **context,
        )
        response: HttpResponse = self.render_to_response(shown, status=status)
        response["Cache-Control"] = "no-store"
        return response

    def preview(self, form: WritingForm) -> dict[str, Any]:
        raise NotImplementedError


class WriteEmailView(WritingView):
    form_class = EmailForm
    template_name = "leads/admin/write_email.html"
    page_title = gettext_lazy("Write an e-mail")

    def preview(self, form: WritingForm) -> dict[str, Any]:
        """The letter as the channel will compose it."""
        return {"letter": compose(unsaved_delivery(self.object, form.draft(), at=timezone.now()))}


class WriteTextView(WritingView):
    form_class = TextForm
    template_name = "leads/admin/write_text.html"
    page_title = gettext_lazy("Write a text message")
    header_icon = "mobile-alt"

    def sending(self) -> dict[str, Any]:
        """When it would leave, and by whose clock."""
        now, lead = timezone.now(), self.object
        opens = next_texting_time(lead.person, lead.clinic, at=now)
        zone = zones_of(lead.person, lead.clinic)[0]
        return {
            "waits_until": opens if opens > now else None,
            "waits_until_there": date_format(opens.astimezone(zone), "DATETIME_FORMAT"),
            "time_there": date_format(now.astimezone(zone), "TIME_FORMAT"),
        }

    def is_agreed(self, form: WritingForm) -> bool:
        waits_until = self.sending()["waits_until"]
        return waits_until is None or form.cleaned_data["send_at"] == waits_until.isoformat()

    def told(self, sent: Message) -> str:
        sending = self.sending()
        if not sending["waits_until"]:
            return super().told(sent)
        return _("The message will be sent on %(time)s, their time.") % {"time": sending["waits_until_there"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        phone = self.object.phone_number
        context: dict[str, Any] = super().get_context_data(
            phone_shown=PhoneNumber(phone.e164).display if phone else "",
            ending=first_text_ending(self.object),
            **self.sending(),
            **kwargs,
        )
        return context

    def preview(self, form: WritingForm) -> dict[str, Any]:
        words = unsaved_delivery(self.object, form.draft(), at=timezone.now()).letter_values or {}
        return {"text": words["body"], "length": text_length(words["body"])}

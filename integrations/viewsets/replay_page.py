"""Sending finished deliveries of an endpoint again: first how many, then yes."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from integrations.models import Delivery
from integrations.replay import Span, replay_span, replayable
from integrations.viewsets.endpoint_page import EndpointPage


class ReplayForm(forms.Form):
    """Times are of the user's zone, as the admin shows them."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            ("failed", gettext_lazy("Those that were given up")),
            ("all", gettext_lazy("All that are finished, also those that arrived")),
        ],
        initial="failed",
        widget=forms.RadioSelect,
    )
    since = forms.DateTimeField(
        label=gettext_lazy("Events from"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Events before"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until <= since:
            raise forms.ValidationError(gettext_lazy("The end is not after the beginning."))
        if self.cleaned_data.get("which") == "all" and not (since or until):
            raise forms.ValidationError(gettext_lazy("Say from when or until when, or choose the ones given up."))
        return cleaned

    @property
    def span(self) -> Span:
        values = self.cleaned_data
        return Span(since=values["since"], until=values["until"], failed_only=values["which"] == "failed")


class ReplayView(EndpointPage):
    template_name = "integrations/admin/replay.html"
    page_subtitle = gettext_lazy("Send again")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReplayForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        count = replayable(self.object, form.span).count()
        if "confirmed" not in request.POST or not count:
            return self.render_to_response(self.get_context_data(form=form, count=count))
        sent = replay_span(self.object, form.span)
        log(
            instance=self.object,
            action="integrations.endpoint.replay",
            user=request.user,
            data={"count": sent, "since": iso(form.span.since), "until": iso(form.span.until)},
        )
        told = ngettext("%(count)d delivery is sent again.", "%(count)d deliveries are sent again.", sent)
        messages.success(request, told % {"count": sent})
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"form": ReplayForm()} | kwargs))


def replay_one(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """One finished delivery of an endpoint, from its page. The caller has checked that the user may."""
    endpoint = delivery.endpoint
    if endpoint and replay_span(endpoint, Span(ids=[delivery.pk])):
        data = {"count": 1, "delivery": str(delivery.pk)}
        log(instance=endpoint, action="integrations.endpoint.replay", user=request.user, data=data)
        messages.success(request, _("It is sent again."))
    else:
        messages.error(request, _("It cannot be sent again: it waits already, or its contents were emptied."))
    return redirect("deliveries:inspect", delivery.pk)


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

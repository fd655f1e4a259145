from django.urls import include, path

from integrations.sms_providers import twilio
from leads.api.application import api
from leads.challenges import consult_challenge
from leads.event_schemas.views import event_schema, list_event_schemas
from leads.guided.views import consult_steps, saved_consult_form
from leads.inbound.mail_reports import receive_mail_report
from leads.inbound.status_updates import receive_status_update
from leads.inbound.twilio import receive_twilio_status, receive_twilio_text
from leads.private_link.views import private_link
from leads.views import consult_requested, request_consult

urlpatterns = [
    path("consult-requests/", request_consult, name="request_consult"),
    path("consult-requests/steps/", consult_steps, name="consult_steps"),
    path("consult-requests/saved/", saved_consult_form, name="saved_consult_form"),
    path("consult-requests/challenge", consult_challenge, name="consult_challenge"),
    path("consult-requests/received/", consult_requested, name="consult_requested"),
    path("consult-requests/received/<slug:clinic_slug>/", consult_requested, name="consult_requested"),
    path("api/v1/", api.urls),
    path("hooks/<uuid:endpoint_id>/", receive_status_update, name="receive_status_update"),
    path("webhooks/schemas/", list_event_schemas, name="event_schemas"),
    path("webhooks/schemas/<str:file_name>", event_schema, name="event_schema"),
    path("my-request/<str:token>/", private_link, name="private_link"),
    path("hooks/twilio/sms/", receive_twilio_text, name="receive_twilio_text"),
    path(twilio.STATUS_PATH.removeprefix("/"), receive_twilio_status, name="receive_twilio_status"),
    path("hooks/mail/<slug:provider>/", receive_mail_report, name="receive_mail_report"),
    path("newsletter/", include("leads.newsletter.urls")),
]

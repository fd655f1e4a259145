from django.urls import include, path

from leads.api import create_consult_request
from leads.views import consult_requested, request_consult

urlpatterns = [
    path("consult-requests/", request_consult, name="request_consult"),
    path("consult-requests/received/", consult_requested, name="consult_requested"),
    path("consult-requests/received/<slug:clinic_slug>/", consult_requested, name="consult_requested"),
    path("api/v1/consult-requests", create_consult_request, name="create_consult_request"),
    path("newsletter/", include("leads.newsletter.urls")),
]

from django.urls import include, path

from leads.api.application import api
from leads.challenges import consult_challenge
from leads.guided.views import consult_steps, saved_consult_form
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
    path("my-request/<str:token>/", private_link, name="private_link"),
    path("newsletter/", include("leads.newsletter.urls")),
]

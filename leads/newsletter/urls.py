from django.urls import path

from leads.newsletter import views

urlpatterns = [
    path("subscribe/", views.subscribe, name="newsletter_subscribe"),
    path("check-your-mail/", views.check_your_mail, name="newsletter_check_your_mail"),
    path("confirm/<str:token>/", views.confirm_subscription, name="newsletter_confirm"),
    path("confirmed/", views.confirmed, name="newsletter_confirmed"),
    path("unsubscribe/<str:token>/", views.unsubscribe_subscription, name="newsletter_unsubscribe"),
]

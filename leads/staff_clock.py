"""By which clock somebody of the staff reads times, and when their day ends."""

from typing import Any

from django.db.models import Count
from wagtail.users.models import UserProfile

from leads.access import lead_policy
from staff.models import StaffUser


def set_clock_at_sign_in(sender: object, user: StaffUser, **kwargs: Any) -> None:
    """The one that most of their clinics go by, for whoever chose none: UTC's "due today" would end in the evening.

    Stored in their profile, where they can choose another. People without leads keep the installation's.
    """
    zones = lead_policy.clinics_for(user).order_by().values_list("time_zone")
    most = zones.annotate(clinics=Count("pk")).order_by("-clinics", "time_zone").first()
    profile = UserProfile.get_for_user(user)
    if most and not profile.current_time_zone:
        profile.current_time_zone = most[0]
        profile.save(update_fields=["current_time_zone"])

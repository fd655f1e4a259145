"""How somebody of the staff set up their profile, as far as a mail to them needs it."""

from zoneinfo import ZoneInfo

from wagtail.users.models import UserProfile

from staff.models import StaffUser


def language_of(user: StaffUser) -> str:
    """What they chose in their profile, otherwise the installation's."""
    return str(profile_of(user).get_preferred_language())


def zone_of(user: StaffUser) -> ZoneInfo:
    return ZoneInfo(profile_of(user).get_current_time_zone())


def profile_of(user: StaffUser) -> UserProfile:
    """Theirs, or one that says nothing; stores none."""
    return getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)

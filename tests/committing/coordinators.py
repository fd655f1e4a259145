"""Sign in a coordinator of each of two clinics: `python -m tests.committing.coordinators` prints the session keys."""

import json

import django


def sign_in_coordinators() -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from leads.groups import ensure_clinic_coordinators
    from sites.models import Clinic
    from staff.models import StaffUser

    duluth = Clinic.objects.get(slug="duluth")
    elsewhere = Clinic.objects.create(
        practice=duluth.practice, slug="santa-fe", name="Cholla Bend", time_zone="America/Denver", state="NM"
    )
    sessions = {}
    for clinic in (duluth, elsewhere):
        user = StaffUser.objects.create(username=clinic.slug)
        user.groups.add(ensure_clinic_coordinators(clinic))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        sessions[clinic.slug] = str(session.session_key)
    return sessions


if __name__ == "__main__":
    django.setup()
    print(json.dumps(sign_in_coordinators()))  # noqa: T201

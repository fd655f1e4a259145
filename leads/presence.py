"""Who else looks at a lead: Wagtail's editing sessions, which nothing else deletes."""

from wagtail.admin.models import EditingSession

from integrations.jobs import job


@job
def purge_presence() -> int:
    """Delete the sessions of those who have not been seen for an hour. Hourly, by the schedule in the settings.

    Repeatable; returns how many.
    """
    deleted: int = EditingSession.objects.stale().delete()[0]
    return deleted

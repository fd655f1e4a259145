from datetime import datetime, timedelta

from django.db import models

# No worker has written for so long: none runs, or none reaches the database.
SILENT_AFTER = timedelta(minutes=1)


class WorkerSeenQuerySet(models.QuerySet["WorkerSeen"]):
    def alive(self, *, at: datetime) -> "WorkerSeenQuerySet":
        return self.filter(seen_at__gt=at - SILENT_AFTER)


class WorkerSeen(models.Model):
    """That a worker was alive, written by itself every few seconds: its silence is noticed without it."""

    name = models.CharField(max_length=120, unique=True)
    """Host, process id and start of the process."""
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    threads = models.PositiveSmallIntegerField()

    objects = WorkerSeenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

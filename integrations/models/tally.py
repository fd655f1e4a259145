from django.db import models


class Tally(models.Model):
    """A number that only grows, shared by all workers: how many attempts, how long. Read for metrics.

    Workers add what they counted every few seconds; a killed one loses those.
    """

    name = models.CharField(max_length=60)
    labels = models.CharField(max_length=100, blank=True)
    """As Prometheus writes them: channel="webhook",state="delivered"."""
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "labels"], name="one_tally_a_name_and_labels")]

    def __str__(self) -> str:
        return f"{self.name}{{{self.labels}}}"

from django.db import models


class Place(models.Model):
    """A ZIP code or a town of the United States, and where it is. Read from a package's data (`sites/places.py`);
    nobody edits it."""

    key = models.CharField(max_length=60)
    """A ZIP code, or a town's name as `place_key` writes it: "55802", "saint cloud"."""
    name = models.CharField(max_length=60)
    """The town, also where the key is a ZIP code."""
    state = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "state"], name="one_place_of_a_name_in_a_state")]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"

    @property
    def is_zip_code(self) -> bool:
        return self.key.isdigit()

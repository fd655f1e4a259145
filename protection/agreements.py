"""Health information leaves only under a signed agreement with whoever receives it: a rule of the database."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protection.data_classes import DataClass


def health_needs_agreement(*, name: str) -> models.CheckConstraint:
    """For a model with `data_class` and `agreement_on_file`.

    Args:
        name: the constraint's own: a database has one of each.
    """
    return models.CheckConstraint(
        condition=~Q(data_class=DataClass.HEALTH.slug) | Q(agreement_on_file=True),
        name=name,
        violation_error_message=_("Health information needs an agreement on file."),
    )

"""Which policy says who may do what with a model's rows."""

from django.db.models import Model
from wagtail.permissions import policy_registry

from sites.permissions import ClinicPermissionPolicy


def policy_for(model: type[Model]) -> ClinicPermissionPolicy:
    """The policy registered for a model of clinics.

    Raises:
        TypeError: there is none; then nothing may be shown.
    """
    policy = policy_registry.get_by_type(model)
    if not isinstance(policy, ClinicPermissionPolicy):
        raise TypeError(f"{model._meta.label} has no ClinicPermissionPolicy")
    return policy

"""Two people of one clinic who may be one."""

from collections.abc import Callable
from datetime import datetime

import pytest

from leads.models import Lead, PersonMerge
from leads.people.merging import merge_people
from sites.models import Clinic
from staff.models import StaffUser


@pytest.fixture
def lead(clinic: Clinic, make_lead: Callable[..., Lead]) -> Lead:
    return make_lead(clinic)


@pytest.fixture
def other(clinic: Clinic, make_lead: Callable[..., Lead]) -> Lead:
    """Jo again, from another phone."""
    return make_lead(clinic, full_name="Jo Marlow", phone="+12185550188")


@pytest.fixture
def merge(coordinator: StaffUser, now: datetime) -> Callable[..., PersonMerge]:
    def merge(kept: Lead, merged: Lead, **values: object) -> PersonMerge:
        given = {"choices": {"phone": "merged"}, "actor": coordinator, "at": now} | values
        return merge_people(kept.person, merged.person, **given)  # type: ignore[arg-type]

    return merge

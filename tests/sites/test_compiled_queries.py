"""A queryset that is compiled once answers as one that is made anew, for other values and whatever was stored since."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from sites.compiled_queries import answers_to, compiled, keep_prefetched
from sites.models import Clinic, ClinicPhone, Provider, ProviderRole

pytestmark = pytest.mark.django_db

built: list[str] = []


@compiled
def roles_at(clinic_ids: Sequence[UUID], today: date) -> QuerySet[ProviderRole]:
    roles = ProviderRole.objects.filter(clinic__pk__in=clinic_ids).present(on=today)
    return roles.select_related("provider", "clinic").order_by("provider__name")


@compiled
def names_of(slug: str) -> QuerySet[Clinic, tuple[str, UUID]]:
    built.append("names_of")
    return Clinic.objects.filter(slug=slug).values_list("name", "pk")


def test_it_answers_for_the_values_of_each_call(make_clinic: Callable[..., Clinic]) -> None:
    duluth, fargo = make_clinic("duluth"), make_clinic("fargo")
    provider = Provider.objects.create(name="Dana Whitfield")
    ProviderRole.objects.create(provider=provider, clinic=duluth, title="Treats", left_date=date(2026, 3, 1))
    ProviderRole.objects.create(provider=provider, clinic=fargo, title="Directs")

    def titles(clinics: list[Clinic], today: date) -> list[str]:
        return [role.title for role in roles_at(clinic_ids=[each.pk for each in clinics], today=today)]

    assert titles([duluth], date(2026, 2, 28)) == ["Treats"]
    assert titles([duluth], date(2026, 3, 1)) == []
    assert sorted(titles([duluth, fargo], date(2026, 2, 28))) == ["Directs", "Treats"]
    assert titles([], date(2026, 2, 28)) == []


def test_what_was_stored_since_is_there(clinic: Clinic) -> None:
    before = names_of(slug="duluth")
    Clinic.objects.filter(pk=clinic.pk).update(name="Renamed")

    assert before == [(clinic.name, clinic.pk)]
    assert names_of(slug="duluth") == [("Renamed", clinic.pk)]


def test_relations_that_were_asked_for_need_no_query(clinic: Clinic) -> None:
    ProviderRole.objects.create(provider=Provider.objects.create(name="Dana"), clinic=clinic, title="Treats")
    roles_at(clinic_ids=[clinic.pk], today=date(2026, 1, 1))

    with CaptureQueriesContext(connection) as queries:
        (role,) = roles_at(clinic_ids=[clinic.pk], today=date(2026, 1, 1))
        assert (role.provider.name, role.clinic.slug) == ("Dana", "duluth")
    assert len(queries) == 1


def test_the_queryset_is_made_once_a_thread(clinic: Clinic) -> None:
    names_of(slug="duluth")
    built.clear()

    names_of(slug="fargo")
    assert built == []

    def ask() -> None:
        names_of(slug="duluth")
        connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert built == ["names_of"]


def test_a_value_is_never_part_of_the_statement(clinic: Clinic) -> None:
    assert names_of(slug="' OR 1=1 --") == []
    assert names_of(slug="%s") == []


def test_rows_read_apart_stand_where_prefetched_ones_would(clinic: Clinic) -> None:
    kept = [ClinicPhone(kind="fax", number="+12185550199")]
    keep_prefetched(clinic, "phones", kept, ClinicPhone)

    with CaptureQueriesContext(connection) as queries:
        assert list(clinic.phones.all()) == kept
    assert not queries.captured_queries


def test_questions_asked_together_get_the_answers_they_get_alone(make_clinic: Callable[..., Clinic]) -> None:
    duluth, fargo = make_clinic("duluth"), make_clinic("fargo")
    provider = Provider.objects.create(name="Dana Whitfield")
    ProviderRole.objects.create(provider=provider, clinic=fargo, title="50% of 'all'")
    today = date(2026, 1, 1)

    with CaptureQueriesContext(connection) as queries:
        named, nobody, roles = answers_to(
            names_of.asked(slug="duluth"),
            names_of.asked(slug="'; % %s"),
            roles_at.asked(clinic_ids=[fargo.pk], today=today),
        )

    assert (named, nobody) == ([(duluth.name, duluth.pk)], [])
    assert [(role.title, role.provider.name) for role in roles] == [("50% of 'all'", "Dana Whitfield")]
    assert len(queries) == (1 if connection.vendor == "postgresql" else 3)
    assert [role.title for role in roles_at(clinic_ids=[fargo.pk], today=today)] == ["50% of 'all'"]


def test_a_question_that_nothing_can_answer_does_not_spoil_the_others(clinic: Clinic) -> None:
    named, roles = answers_to(names_of.asked(slug="duluth"), roles_at.asked(clinic_ids=[], today=date(2026, 1, 1)))

    assert (named, roles) == ([(clinic.name, clinic.pk)], [])

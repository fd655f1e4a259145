"""Photographs on pages: every width and format that is there, nothing encoded while a visitor waits."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from integrations.jobs import run_waiting_jobs
from leads.bootstrapping import bootstrap
from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic, ClinicPage
from sites.pictures import SHAPES

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db: None) -> Any:
    return get_image_model().objects.create(
        title="Lake", description="A lake at noon", file=get_test_image_file(filename="lake.jpg", size=(1000, 600))
    )


@pytest.fixture
def clinic_page(clinic: Clinic, image: Any) -> ClinicPage:
    bootstrap(name="Lamplight Clinics")
    chosen = {"image": image, "alt_text": "The room", "decorative": False}
    return ensure_clinic_page(clinic, picture=image, body=[("picture", {"image": chosen, "caption": "A room"})])


def pictures_of(client: Client, page: ClinicPage) -> list[str]:
    response = client.get(page.url)
    assert response.status_code == 200
    return re.findall(r"<picture>.*?</picture>", response.content.decode())


def test_publishing_has_every_rendition_made_in_the_background(
    client: Client, clinic_page: ClinicPage, image: Any
) -> None:
    run_waiting_jobs()

    made = set(image.renditions.values_list("filter_spec", flat=True))
    assert made == {*SHAPES["hero"].all_specs(), *SHAPES["figure"].all_specs()}
    hero = pictures_of(client, clinic_page)[0]
    assert re.findall(r'type="image/(\w+)"', hero) == ["avif", "webp"]
    assert re.findall(r" (\d+)w\b", hero) == ["480", "960", "1000"] * 3, "never wider than the original"


def test_a_picture_that_was_not_made_yet_is_one_small_jpeg(client: Client, clinic_page: ClinicPage, image: Any) -> None:
    hero = pictures_of(client, clinic_page)[0]

    assert "<source" not in hero
    assert set(image.renditions.values_list("filter_spec", flat=True)) == {"width-480|format-jpeg"}


def test_a_second_run_makes_nothing_again(clinic_page: ClinicPage, image: Any) -> None:
    run_waiting_jobs()
    before = set(image.renditions.values_list("pk", "file"))

    clinic_page.save_revision().publish()
    run_waiting_jobs()

    assert set(image.renditions.values_list("pk", "file")) == before


def test_what_a_killed_worker_left_is_made_by_the_next(clinic_page: ClinicPage, image: Any) -> None:
    run_waiting_jobs()
    image.renditions.filter(filter_spec__contains="avif").delete()

    clinic_page.save_revision().publish()
    run_waiting_jobs()

    assert image.renditions.filter(filter_spec__contains="avif").count() == 3


def test_a_moved_focal_point_has_the_crops_made_anew(client: Client, clinic_page: ClinicPage, image: Any) -> None:
    run_waiting_jobs()
    image.renditions.all().delete()
    image.focal_point_x = image.focal_point_y = image.focal_point_width = image.focal_point_height = 100

    image.save()
    run_waiting_jobs()

    assert "image/avif" in pictures_of(client, clinic_page)[0]


def test_the_first_picture_is_loaded_at_once_and_the_others_when_they_come_near(
    client: Client, clinic_page: ClinicPage
) -> None:
    run_waiting_jobs()

    first, second = pictures_of(client, clinic_page)
    assert 'fetchpriority="high"' in first
    assert "loading=" not in first
    assert 'loading="lazy"' in second
    assert 'alt="The room"' in second
    for each in (first, second):
        assert re.search(r'width="\d+"', each)
        assert re.search(r'height="\d+"', each)


def test_all_pictures_of_a_page_are_looked_up_in_one_query(client: Client, clinic_page: ClinicPage) -> None:
    run_waiting_jobs()
    with CaptureQueriesContext(connection) as queries:
        pictures_of(client, clinic_page)

    assert sum('FROM "wagtailimages_rendition"' in each["sql"] for each in queries) == 1


def test_a_picture_whose_file_is_gone_is_left_out(client: Client, clinic_page: ClinicPage, image: Any) -> None:
    image.file.storage.delete(image.file.name)

    assert pictures_of(client, clinic_page) == []

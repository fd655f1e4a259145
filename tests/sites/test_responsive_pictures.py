"""Photographs on pages: every width and format that is there, nothing encoded while a visitor waits."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_ox.models import OxTask
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.images.rect import Rect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from integrations.jobs import run_waiting_jobs
from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import ArticleIndexPage, ArticlePage, Clinic, ClinicPage
from sites.pictures import SHAPES

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db: None) -> Any:
    return get_image_model().objects.create(
        title="Lake", description="A lake at noon", file=get_test_image_file(filename="lake.jpg", size=(1000, 600))
    )


@pytest.fixture
def clinic_page(clinic: Clinic, image: Any) -> ClinicPage:
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


def test_a_picture_that_was_deleted_is_left_out(client: Client, clinic_page: ClinicPage, image: Any) -> None:
    image.delete()

    assert pictures_of(client, clinic_page) == []
    assert "A room" not in client.get(clinic_page.url).content.decode()


def jobs(path: str) -> int:
    return OxTask.objects.filter(task_path=f"integrations.site_events.{path}").count()


def test_a_page_that_is_published_is_one_job_however_often_while_it_waits(clinic_page: ClinicPage) -> None:
    run_waiting_jobs()
    before, pages = OxTask.objects.count(), jobs("make_pictures_of_page")

    for _ in range(3):
        clinic_page.save_revision().publish()

    assert jobs("make_pictures_of_page") == pages + 1
    run_waiting_jobs()
    ours = OxTask.objects.filter(task_path__startswith="integrations.").count()
    assert ours <= before + 1, "the job makes what it finds missing and leads to no other"


def test_the_card_of_a_new_page_is_made_for_the_page_above_it(
    client: Client, make_clinic: Any, clinic_page: ClinicPage
) -> None:
    run_waiting_jobs()
    room = get_image_model().objects.create(title="Room", file=get_test_image_file(filename="r.jpg", size=(1000, 600)))

    index = ArticleIndexPage.objects.get(locale__language_code="en")
    ensure_child(index, ArticlePage, slug="pain", title="Pain", picture=room)
    run_waiting_jobs()

    assert set(SHAPES["card"].all_specs()) <= set(room.renditions.values_list("filter_spec", flat=True))


def test_each_picture_is_encoded_once(clinic_page: ClinicPage, image: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    generate = Filter.run

    def counted(self: Filter, *args: Any, **kwargs: Any) -> Any:
        made.append(self.spec)
        return generate(self, *args, **kwargs)

    monkeypatch.setattr(Filter, "run", counted)
    for page in Page.objects.filter(depth__gt=1).specific():
        page.save_revision().publish()
    run_waiting_jobs()

    assert sorted(made) == sorted(set(made)) == sorted(image.renditions.values_list("filter_spec", flat=True))


@pytest.mark.parametrize(
    ("point", "classes"),
    [
        (None, ""),
        ((500, 300), ""),
        ((500, 40), "focus-y0"),
        ((740, 560), "focus-x3 focus-y4"),
        ((5, 160), "focus-x0 focus-y1"),
    ],
)
def test_what_the_stylesheet_cuts_keeps_its_focal_point_in_sight(
    client: Client, clinic_page: ClinicPage, image: Any, point: tuple[int, int] | None, classes: str
) -> None:
    if point:
        image.set_focal_point(Rect.from_point(*point, 100, 100))
        image.save()

    hero, figure = pictures_of(client, clinic_page)

    assert re.findall(r'class="([^"]*)"', hero) == ([classes] if classes else [])
    assert "focus-" not in figure, "shown whole"

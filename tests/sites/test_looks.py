"""What stands for a clinic until somebody uploads a picture, and how its promise reads."""

import pytest
from django.template.loader import get_template
from django.utils import translation

from sites.looks import COVERS, SCENES, SCENES_BY_STATE, brand_class_of, scene_of
from sites.models import Clinic
from sites.templatetags.clinic_words import open_time


@pytest.mark.parametrize("name", [*SCENES, *{scene for choices in SCENES_BY_STATE.values() for scene in choices}])
def test_every_scene_that_can_be_chosen_is_drawn(name):
    assert "<svg" in get_template(f"sites/art/scene-{name}.svg").render()


@pytest.mark.parametrize("name", COVERS)
def test_every_cover_is_drawn(name):
    assert "<svg" in get_template(f"sites/art/cover-{name}.svg").render()


def test_a_clinic_in_the_desert_gets_a_desert():
    assert scene_of(Clinic(slug="santa-fe", state="NM")) == "mesa"


@pytest.mark.parametrize(("hue", "expected"), [(40, "brand-clay"), (159, "brand-fern"), (359, "brand-plum")])
def test_a_clinic_in_a_list_takes_the_nearest_ready_colour(hue, expected):
    assert brand_class_of(Clinic(hue=hue)) == expected


def test_a_hue_just_above_zero_is_near_one_just_below():
    assert brand_class_of(Clinic(hue=5)) == "brand-plum"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(120, "2 open hours"), (60, "1 open hour"), (45, "45 open minutes"), (90, "90 open minutes")],
)
def test_a_promise_is_counted_in_opening_time(minutes, expected):
    with translation.override("en"):
        assert open_time(minutes) == expected


def test_a_promise_is_counted_in_spanish():
    with translation.override("es"):
        assert open_time(60) == "1 hora de atención"
        assert open_time(120) == "2 horas de atención"

"""Drawn pictures: one for every person and place, the same each time, lit by the network's one lamp."""

import pytest
from PIL import ImageStat

from demo.content.articles import ARTICLES
from demo.content.clinics import CLINICS
from demo.content.network import NETWORK
from demo.content.providers import PROVIDERS
from demo.pictures import portrait, scene
from demo.pictures.canvas import outline
from demo.pictures.colors import LAMP, layers
from demo.pictures.landscapes import SCENES
from demo.pictures.looks import LOOKS

SMALL = (120, 140)
SMALL_SCENE = (320, 180)


def test_everybody_with_a_portrait_has_a_look_of_their_own():
    keys = {provider.portrait for provider in PROVIDERS}
    keys |= {article.byline.portrait for article in ARTICLES if article.byline.portrait}

    assert keys <= set(LOOKS)
    assert len({portrait(key, size=SMALL).tobytes() for key in keys}) == len(keys)


def test_every_place_and_article_has_a_scene_of_its_own():
    assert {NETWORK.scene} | {clinic.scene for clinic in CLINICS} | {article.scene for article in ARTICLES} <= set(
        SCENES
    )


@pytest.mark.parametrize("key", [*SCENES, "nobody-drew-this-one"])
def test_a_scene_is_the_same_each_time_and_has_the_lamp_in_it(key):
    picture = scene(key, hue=240, size=SMALL_SCENE)

    assert picture.tobytes() == scene(key, hue=240, size=SMALL_SCENE).tobytes()
    assert LAMP in {color for _, color in picture.getcolors(maxcolors=100_000)}


def test_a_person_nobody_drew_gets_a_face_that_stays():
    assert portrait("new-provider", size=SMALL).tobytes() == portrait("new-provider", size=SMALL).tobytes()
    assert portrait("new-provider", size=SMALL).tobytes() != portrait("another-provider", size=SMALL).tobytes()


@pytest.mark.parametrize("size", [(1600, 900), (800, 800), (1200, 400), (33, 57)])
def test_a_picture_fills_the_size_that_was_asked_for(size):
    assert portrait("mei-tanaka", size=size).size == size
    assert scene("duluth", hue=240, size=size).size == size


@pytest.mark.parametrize("clinic", CLINICS, ids=lambda clinic: clinic.slug)
def test_the_ground_of_a_clinics_scene_has_the_colour_of_the_band_below(clinic):
    picture = scene(clinic.scene, hue=clinic.hue, chroma=clinic.chroma, size=SMALL_SCENE)

    lowest = picture.crop((0, SMALL_SCENE[1] - 1, *SMALL_SCENE))

    assert lowest.getcolors() == [(SMALL_SCENE[0], layers(clinic.hue, chroma=clinic.chroma).deep)]


def test_two_hues_give_two_pictures_and_no_chroma_gives_grey_ground():
    lake, clay = (scene("network", hue=hue, size=SMALL_SCENE) for hue in (240, 42))
    red, green, blue = layers(240, chroma=0).deep

    assert ImageStat.Stat(lake).mean != ImageStat.Stat(clay).mean
    assert max(red, green, blue) - min(red, green, blue) <= 1


def test_an_outline_follows_absolute_and_relative_steps():
    assert outline("M10 10H20V30l-10 5Z") == [(10, 10), (20, 10), (20, 30), (10, 35)]
    assert outline("M0 0C0 10 10 10 10 0")[-1] == (10, 0)

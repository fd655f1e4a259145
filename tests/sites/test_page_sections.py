"""How an editor's blocks fall into bands across the page."""

from sites.blocks import BodyBlock
from sites.page_sections import sections_of
from sites.templatetags.page_sections import closing_sections, holds, opening_sections

BALANCE = {"benefits": ["may lower pain"], "side_effects": ["nausea"]}


def body(*blocks):
    return BodyBlock().to_python([{"type": kind, "value": value} for kind, value in blocks])


def shape(sections):
    return [
        (section.ground, section.heading.value if section.heading else None, [b.block_type for b in section.blocks])
        for section in sections
    ]


def test_a_heading_opens_a_band_and_takes_the_text_that_follows():
    found = sections_of(body(("prose", "<p>first</p>"), ("heading", "Visit"), ("prose", "<p>a</p>"), ("steps", [])))

    assert shape(found) == [("plain", None, ["prose"]), ("plain", "Visit", ["prose", "steps"])]


def test_benefits_and_side_effects_take_the_heading_before_them_along():
    found = sections_of(body(("heading", "Help and harm"), ("balance", BALANCE), ("prose", "<p>after</p>")))

    assert shape(found) == [("tint", "Help and harm", ["balance"]), ("plain", None, ["prose"])]


def test_a_call_brings_its_own_heading_and_leaves_the_one_before_it():
    found = sections_of(body(("heading", "Alone"), ("phone_action", {"text": ""})))

    assert shape(found) == [("plain", "Alone", []), ("deep", None, ["phone_action"])]


def test_no_block_is_lost_when_a_body_is_split_at_its_first_action():
    before, after = ("prose", "<p>first</p>"), ("heading", "More")
    whole = body(before, ("consult_form", {}), after, ("prose", "<p>a</p>"), ("phone_action", {}))

    opening, closing = opening_sections(whole), closing_sections(whole)

    assert shape(opening) == [("plain", None, ["prose"])]
    assert shape(opening) + shape(closing) == shape(sections_of(whole))


def test_a_body_knows_what_it_holds():
    whole = body(("consult_form", {}))

    assert holds(whole, "consult_form")
    assert not holds(whole, "phone_action")

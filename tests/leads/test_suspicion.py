"""What a request is suspected for, and above all what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.submission import Answer, Submission
from leads.suspicion import (
    HELD_FROM,
    LONGEST_STORED,
    POINTS,
    Pace,
    Reason,
    doubts_about,
    in_words,
    pace_of,
    quarantine_reason,
    with_reason,
)

PATIENTS = [
    ("Siobhán O'Brien-McKenna", "Hi"),
    ("José Ñúñez de la Peña", "Tengo dolor de espalda desde hace dos años. ¿Aceptan mi seguro? ¡Gracias!"),
    ("王小明", "我的背痛了两年，想预约咨询，请打电话给我。谢谢您的帮助。"),
    ("Анна Петрова", "Здравствуйте, у меня мигрень уже пять лет. Можно записаться на приём?"),
    ("فاطمة الزهراء", "أعاني من آلام الظهر منذ عامين وأود حجز موعد"),
    ("Nguyễn Thị Hồng", "Tôi bị đau lưng hai năm nay."),
    ("DeAnn McDonald III", "CALL ME PLEASE!!! I CANT SLEEP!!! 218-555-0187 or jo@example.com"),
    ("Jo", "😢😢😢 it hurts"),
    ("jo", "test"),
    ("Kaʻiulani Smith", "Is this like https://www.mayoclinic.org/tests-procedures/ketamine? My doctor sent me."),
    ("X Æ A-12", "pain pain pain pain pain, always pain"),
    ("Bobby Tables", "Robert'); DROP TABLE patients;-- and 1 < 2 > 0 && 5µg of β-blockers"),
    ("Lee", "I take cialis, viagra and oxycodone. Do you take loans or payment plans? My website job pays little."),
    ("Mary", "please " * 25),
]


@pytest.mark.parametrize(("name", "message"), PATIENTS)
@pytest.mark.parametrize("pace", [None, Pace(seconds=30, touches=40), Pace(seconds=4, touches=1)])
def test_a_patient_is_let_through(name: str, message: str, pace: Pace | None) -> None:
    submission = Submission(full_name=name, email="jo@example.com", message=message, answers=(Answer("a", "?", "Yes"),))

    assert quarantine_reason(doubts_about(submission, pace=pace)) == ""


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [
        ("Jo", "See https://a.example https://b.example and www.c.example", {Reason.MANY_LINKS}),
        ("Jo", "<a href=https://a.example>pills</a> cheap.top", {Reason.MARKUP, Reason.LINK}),
        ("Win $900 https://a.example", "Claim at https://b.example", {Reason.NAME_LINK, Reason.LINK}),
        ("Ann", "Our SEO services bring backlinks to rank you", {Reason.SALES}),
        ("Ann", "Лучшее казино онлайн, бонусы на сайте casino.top и best.xyz", {Reason.FOREIGN, Reason.LINK}),
        ("qGhTzKpLmWxYbN", "vіagrа best prіce", {Reason.RANDOM_NAME, Reason.MIXED}),
    ],
)
def test_the_usual_spam_is_held_back_for_reasons_that_can_be_said(
    name: str, message: str, expected: set[Reason]
) -> None:
    doubts = doubts_about(Submission(full_name=name, email="a@example.com", message=message))

    stored = quarantine_reason(doubts)
    assert set(doubts) == expected
    assert set(stored.split()) == {reason.value for reason in expected}
    assert in_words(stored) == [str(Reason(slug).label) for slug in stored.split()]


def test_a_filled_honeypot_is_enough() -> None:
    assert quarantine_reason(doubts_about(Submission(full_name="Jo"), website="x")) == "honeypot"


def test_a_program_that_types_nothing_in_no_time_is_held_back_and_one_sign_alone_is_not() -> None:
    def held(pace: Pace) -> str:
        return quarantine_reason(doubts_about(Submission(full_name="Jo"), pace=pace))

    assert held(Pace(seconds=0.4, touches=0)) == "fast untouched"
    assert held(Pace(seconds=0.4, touches=2)) == held(Pace(seconds=60, touches=0)) == ""


@pytest.mark.parametrize("text", ["", "soon", "-1,2", "1", "1,2,3", "٣,٤x", "9" * 40, "1e9,1", "null,null"])
def test_a_pace_that_the_script_never_writes_says_nothing(text: str) -> None:
    assert pace_of(text) is None


def test_the_scripts_pace_is_read_in_seconds() -> None:
    assert pace_of("2500,12") == Pace(seconds=2.5, touches=12)


@given(st.lists(st.sampled_from(Reason), unique=True))
def test_what_is_stored_fits_and_starts_with_the_weightiest(reasons: list[Reason]) -> None:
    doubts = {reason: POINTS[reason] for reason in reasons}

    stored = quarantine_reason(doubts)

    assert len(stored) <= LONGEST_STORED
    assert bool(stored) == (sum(doubts.values()) >= HELD_FROM)
    if stored:
        assert POINTS[Reason(stored.split()[0])] == max(doubts.values())
    assert len(with_reason(stored, Reason.ADDRESS)) <= LONGEST_STORED


@given(name=st.text(max_size=200), message=st.text(max_size=500))
def test_whatever_is_typed_it_can_be_judged(name: str, message: str) -> None:
    quarantine_reason(doubts_about(Submission(full_name=name, message=message)))


def test_a_reason_that_nobody_knows_any_more_is_said_as_it_is() -> None:
    assert in_words("honeypot gone")[1] == "gone"

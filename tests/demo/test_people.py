"""Invented senders: as many as wanted, always the same ones, none of them anybody."""

import re
from collections import Counter
from itertools import islice

from demo.content.clinics import CLINICS
from demo.content.people import STAGES, consult_requests
from demo.content.treatments import TREATMENTS
from leads.forms import ConsultRequestForm


def test_the_same_seed_gives_the_same_people_and_another_seed_gives_others():
    assert list(consult_requests(80)) == list(consult_requests(80))
    assert list(consult_requests(80, seed="other")) != list(consult_requests(80))


def test_fifty_thousand_requests_share_a_sender_only_where_that_is_said():
    requests = list(consult_requests(50_000))

    senders = Counter((one.full_name, one.email, one.phone) for one in requests if not one.returning)
    assert len(requests) == 50_000
    assert senders.most_common(1)[0][1] == 1
    assert 500 < sum(one.returning for one in requests) < 1_500
    assert all((one.full_name, one.email, one.phone) in senders for one in requests if one.returning)


def test_people_come_one_at_a_time_however_many_are_asked_for():
    assert len(list(islice(consult_requests(10**9), 5))) == 5


def test_every_sender_can_be_reached_in_the_way_they_prefer_and_only_in_invented_places():
    own = {phone.number for clinic in CLINICS for phone in clinic.phones}

    for one in consult_requests(3_000):
        assert one.email or one.phone
        assert one.email if one.preferred_contact == "email" else one.phone
        assert re.fullmatch(r"(\+1[2-9]\d{2}55501\d{2})?", one.phone)
        assert re.fullmatch(r"([a-z0-9._-]+@example\.(com|org|net))?", one.email)
        assert one.phone not in own
        assert one.phone or not one.consent_sms
        assert one.email or not one.newsletter


def test_the_time_that_suits_somebody_is_one_that_the_form_offers():
    offered = {value for value, _label in ConsultRequestForm.BEST_TIMES}

    assert {request.best_time for request in consult_requests(200)} == offered


def test_every_request_was_sent_from_a_page_of_its_clinic_or_an_article():
    paths = "|".join(treatment.slug for treatment in TREATMENTS)

    for one in consult_requests(1_000):
        assert re.fullmatch(rf"(/es)?/(clinics/{one.clinic_slug}/|treatments/({paths})/|articles/[a-z-]+/)", one.page)
        assert one.page.startswith("/es/") == (one.language == "es")


def test_a_small_demo_has_somebody_in_every_stage_and_calls_to_make_today():
    requests = list(consult_requests(150))

    assert {one.stage_slug for one in requests} == set(STAGES)
    assert sum(one.stage_slug == "new" for one in requests) >= 5
    assert {one.clinic_slug for one in requests} == {clinic.slug for clinic in CLINICS}


def test_a_new_lead_is_days_old_at_most_and_nobody_is_treated_on_the_first_day():
    for one in consult_requests(5_000):
        assert one.stage_slug != "new" or one.days_ago <= 4
        assert one.stage_slug != "treatment-started" or one.days_ago > 4


def test_messages_are_short_some_are_spanish_and_some_are_empty():
    requests = list(consult_requests(2_000))

    assert max(len(one.message) for one in requests) < 300
    assert any(one.message and one.language == "es" for one in requests)
    assert 0.2 < sum(not one.message for one in requests) / len(requests) < 0.45

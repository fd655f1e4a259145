"""What may be a row's key, whatever came with a request."""

import pytest
from django.db.models import Model
from wagtail.images import get_image_model
from wagtail.models import Page

from sites.keys import is_key_of
from sites.models import Clinic, StandardPage, Treatment

UUID = "0197a3b0-0000-7000-8000-000000000000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "key"),
    [(Page, "7"), (Page, "2147483647"), (StandardPage, "7"), (get_image_model(), "7"), (Treatment, 7), (Clinic, UUID)],
)
def test_a_number_or_a_uuid_is_a_key_of_its_model(model: type[Model], key: object) -> None:
    assert is_key_of(model, key)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Page, StandardPage, Clinic])
@pytest.mark.parametrize("text", ["", "abc", "9" * 25, "9" * 5000, "\0", "[]", "²", "9999-12-31", "1e9", "inf", "ñ💩"])
def test_what_no_column_holds_is_no_key(model: type[Model], text: str) -> None:
    assert not is_key_of(model, text)

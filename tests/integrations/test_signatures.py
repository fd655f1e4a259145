"""Signatures are those of the published standard, and nothing a stranger sends is more than a refusal."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
import standardwebhooks
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from integrations.signatures import InvalidSecret, InvalidSignature, check_secret, new_secret, sign, verify

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
SECRET = "whsec_" + b64encode(bytes(range(32))).decode()
OTHER_SECRET = "whsec_" + b64encode(bytes(range(32, 64))).decode()
BODY = '{"type":"lead.created","data":{"id":"0195-é"}}'.encode()
ID = "0195f0a3-7d1c-7c3e-9b1a-2f60c1d2e3f4"


def signed(body: bytes = BODY, *, secrets: tuple[str, ...] = (SECRET,), sent_at: datetime = NOW) -> dict[str, str]:
    return sign(body, secrets=secrets, message_id=ID, sent_at=sent_at)


def test_a_signed_message_is_accepted() -> None:
    verify(BODY, signed(), secrets=[SECRET], now=NOW)


def test_the_example_of_the_standard_gives_the_signature_that_the_standard_prints() -> None:
    headers = sign(
        b'{"test": 2432232314}',
        secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        sent_at=datetime.fromtimestamp(1614265330, UTC),
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_published_library_accepts_what_we_sign() -> None:
    headers = signed(secrets=(OTHER_SECRET, SECRET))

    with time_machine.travel(NOW, tick=False):
        content = standardwebhooks.Webhook(SECRET).verify(BODY, headers)

    assert content["type"] == "lead.created"


def test_we_accept_what_the_published_library_signs() -> None:
    signature = standardwebhooks.Webhook(SECRET).sign(msg_id=ID, timestamp=NOW, data=BODY.decode())

    verify(
        BODY,
        {"webhook-id": ID, "webhook-timestamp": str(int(NOW.timestamp())), "webhook-signature": signature},
        secrets=[SECRET],
        now=NOW,
    )


@pytest.mark.parametrize("accepted", [[SECRET], [OTHER_SECRET], [OTHER_SECRET, SECRET]])
def test_while_secrets_change_over_either_side_may_know_only_one(accepted: list[str]) -> None:
    verify(BODY, signed(secrets=(SECRET, OTHER_SECRET)), secrets=accepted, now=NOW)


def test_signatures_of_versions_that_we_do_not_know_are_passed_over() -> None:
    headers = signed()
    headers["webhook-signature"] = "v1a,bm90IG91cnM= " + headers["webhook-signature"] + " v2,abc"

    verify(BODY, headers, secrets=[SECRET], now=NOW)


def test_header_names_are_read_in_any_case() -> None:
    verify(BODY, {name.title(): value for name, value in signed().items()}, secrets=[SECRET], now=NOW)


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_message_may_be_five_minutes_off(minutes: int) -> None:
    verify(BODY, signed(sent_at=NOW + timedelta(minutes=minutes)), secrets=[SECRET], now=NOW)


@pytest.mark.parametrize(
    ("age", "reason"), [(timedelta(seconds=301), "too old"), (timedelta(seconds=-301), "from the future")]
)
def test_a_message_from_another_time_is_refused(age: timedelta, reason: str) -> None:
    with pytest.raises(InvalidSignature, match=reason):
        verify(BODY, signed(sent_at=NOW - age), secrets=[SECRET], now=NOW)


def test_a_secret_that_is_not_ours_is_refused() -> None:
    with pytest.raises(InvalidSignature, match="no signature matches"):
        verify(BODY, signed(secrets=(OTHER_SECRET,)), secrets=[SECRET], now=NOW)


def test_a_changed_body_is_refused() -> None:
    with pytest.raises(InvalidSignature, match="no signature matches"):
        verify(BODY + b" ", signed(), secrets=[SECRET], now=NOW)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("webhook-id", lambda value: value[:-1] + "0"),
        ("webhook-timestamp", lambda value: str(int(value) + 1)),
        ("webhook-signature", lambda value: value.replace("v1,", "v1,A", 1)),
        ("webhook-signature", lambda value: value.replace("v1,", "v2,")),
    ],
)
def test_a_changed_header_is_refused(name: str, change: Callable[[str], str]) -> None:
    headers = signed()
    headers[name] = change(headers[name])

    with pytest.raises(InvalidSignature, match="no signature matches"):
        verify(BODY, headers, secrets=[SECRET], now=NOW)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_refused(name: str) -> None:
    headers = signed()
    del headers[name]

    with pytest.raises(InvalidSignature, match=f"{name} is missing"):
        verify(BODY, headers, secrets=[SECRET], now=NOW)


MALFORMED_HEADERS = [
    ("webhook-id", ""),
    ("webhook-id", "with.full.stop"),
    ("webhook-id", f"{ID},{ID}"),
    ("webhook-id", f"{ID}\n"),
    ("webhook-id", "ïd"),
    ("webhook-id", "i" * 257),
    ("webhook-timestamp", ""),
    ("webhook-timestamp", "now"),
    ("webhook-timestamp", "-1"),
    ("webhook-timestamp", "1e9"),
    ("webhook-timestamp", "1772463845.0"),
    ("webhook-timestamp", " 1772463845"),
    ("webhook-timestamp", "٣٤٥"),
    ("webhook-timestamp", "9" * 5000),
    ("webhook-signature", ""),
    ("webhook-signature", "v1"),
    ("webhook-signature", "v1,"),
    ("webhook-signature", ",AAAA"),
    ("webhook-signature", "v1,!!!"),
    ("webhook-signature", "v1,v1,AAAA"),
    ("webhook-signature", "v1,AAAA  v1,BBBB"),
    ("webhook-signature", " v1,AAAA"),
    ("webhook-signature", "v1,AAAA "),
    ("webhook-signature", "v1,AAAA\tv1,BBBB"),
    ("webhook-signature", "v1,ÄÖÜ"),
    ("webhook-signature", "v1,AAAA " * 1_000_000),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED_HEADERS, ids=range(len(MALFORMED_HEADERS)))
def test_a_malformed_header_is_refused_as_such(name: str, value: str) -> None:
    with pytest.raises(InvalidSignature, match=name):
        verify(BODY, signed() | {name: value}, secrets=[SECRET], now=NOW)


@pytest.mark.parametrize("signature", ["v1,====", "v1,AAA"])
def test_a_signature_that_is_not_base64_matches_nothing(signature: str) -> None:
    with pytest.raises(InvalidSignature, match="no signature matches"):
        verify(BODY, signed() | {"webhook-signature": signature}, secrets=[SECRET], now=NOW)


def test_a_header_given_twice_is_refused() -> None:
    twice = Message()
    for name, value in [*signed().items(), ("Webhook-Id", ID)]:
        twice[name] = value

    with pytest.raises(InvalidSignature, match="ambiguous"):
        verify(BODY, twice, secrets=[SECRET], now=NOW)


ODD_TEXT = st.one_of(st.text(), st.text(alphabet="v1,= AZaz09+/.-\t\r\n"), st.just(str(int(NOW.timestamp()))))


@given(
    headers=st.dictionaries(
        st.one_of(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "Webhook-Id"]), st.text()),
        ODD_TEXT,
    ),
    body=st.binary(),
    keep=st.sets(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), max_size=2),
)
def test_whatever_a_stranger_sends_is_refused_and_nothing_worse(
    headers: dict[str, str], body: bytes, keep: set[str]
) -> None:
    genuine = {name: value for name, value in signed().items() if name in keep}

    with pytest.raises(InvalidSignature):
        verify(b"stranger" + body, headers | genuine, secrets=[SECRET], now=NOW)


@given(
    body=st.binary(), message_id=st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), seconds=st.integers(1, 2**32)
)
def test_whatever_we_sign_is_accepted(body: bytes, message_id: str, seconds: int) -> None:
    sent_at = datetime.fromtimestamp(seconds, UTC)

    headers = sign(body, secrets=[SECRET], message_id=message_id, sent_at=sent_at)

    verify(body, headers, secrets=[SECRET], now=sent_at)


def test_a_new_secret_is_32_random_bytes() -> None:
    first, second = new_secret(), new_secret()

    check_secret(first)
    assert first != second
    assert len(b64decode(first.removeprefix("whsec_"))) == 32


def test_a_secret_may_come_without_its_padding() -> None:
    verify(BODY, signed(), secrets=[SECRET.rstrip("=")], now=NOW)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        SECRET.removeprefix("whsec_"),
        SECRET.upper(),
        f" {SECRET}",
        f"{SECRET}\n",
        "whsec_not base64 at all, not base64 at all",
        "whsec_ünicödeünicödeünicödeünicödeünicöde",
        "whsec_" + b64encode(bytes(23)).decode(),
        "whsec_" + b64encode(bytes(65)).decode(),
    ],
)
def test_a_malformed_secret_is_our_own_mistake_and_not_repeated_in_the_error(secret: str) -> None:
    with pytest.raises(InvalidSecret) as signing:
        signed(secrets=(SECRET, secret))
    with pytest.raises(InvalidSecret):
        verify(BODY, signed(), secrets=[secret], now=NOW)

    assert secret.removeprefix("whsec_") == "" or secret not in str(signing.value)


def test_no_secret_at_all_is_our_own_mistake() -> None:
    with pytest.raises(InvalidSecret):
        verify(BODY, signed(), secrets=[], now=NOW)


@pytest.mark.parametrize("message_id", ["", "a.b", "a b", "a,b", "ä", "a\r\nx-evil: 1"])
def test_an_id_that_a_strict_receiver_would_refuse_is_not_signed(message_id: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        sign(BODY, secrets=[SECRET], message_id=message_id, sent_at=NOW)


def test_a_time_without_a_zone_is_not_signed() -> None:
    with pytest.raises(ValueError, match="aware"):
        signed(sent_at=NOW.replace(tzinfo=None))

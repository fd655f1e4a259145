"""The environment is read once, typed, and complained about by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env as environment_module
from config.env import Environment, environment, mailer_from_url, select_settings


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Environment]:
    """Reads an environment that holds these variables and nothing else, as a new process would."""
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(Environment.model_config, "env_file", None)
    environment.cache_clear()

    def read(**variables: str) -> Environment:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        environment.cache_clear()
        return environment()

    yield read
    environment.cache_clear()


def test_without_any_variable_there_is_a_complete_environment(read: Callable[..., Environment]) -> None:
    env = read()

    assert (env.debug, env.trusted_proxies, env.ratelimit_enable) == (False, 0, True)
    assert env.public_url.geturl() == "http://127.0.0.1:8000"


def test_an_empty_variable_is_one_that_was_not_set(read: Callable[..., Environment]) -> None:
    assert read(PORT="", BASE_URL="", DEBUG="").port == 8000


def test_lists_are_separated_by_commas(read: Callable[..., Environment]) -> None:
    env = read(ALLOWED_HOSTS="a.example.com, b.example.com,", FIELD_ENCRYPTION_KEYS="new,old")

    assert env.allowed_hosts == ("a.example.com", "b.example.com")
    assert env.field_encryption_keys == ("new", "old")


def test_paths_can_be_put_behind_the_base_url(read: Callable[..., Environment]) -> None:
    assert read(BASE_URL="https://clinics.example.com/").base_url == "https://clinics.example.com"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("PORT", "s3cret"),
        ("PORT", "65536"),
        ("TRUSTED_PROXIES", "-1"),
        ("LOG_LEVEL", "s3cret"),
        ("BASE_URL", "s3cret.example.com"),
        ("BASE_URL", "https://s3cret.example.com/path"),
        ("BASE_URL", "https://[s3cret"),
        ("EMAIL_URL", "s3cret"),
        ("EMAIL_URL", "smtp://jo:s3cret/more@mail.example.com"),
        ("EMAIL_URL", "smtp://jo:12#s3cret@mail.example.com"),
        ("EMAIL_URL", "smtp://jo:12/s3cret@mail.example.com"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named_and_not_quoted(
    read: Callable[..., Environment], name: str, value: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"\* {name}: ") as refusal:
        read(**{name: value})

    assert value not in str(refusal.value)
    assert "s3cret" not in str(refusal.value)
    assert refusal.value.__context__ is None, "a traceback would quote what went before"


def test_all_complaints_come_at_once(read: Callable[..., Environment]) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(PORT="x", TRUSTED_PROXIES="y", LOG_LEVEL="z")

    assert str(refusal.value).count("\n* ") == 3


@pytest.mark.parametrize(("debug", "module"), [("true", "dev"), ("false", "production"), ("", "production")])
def test_debug_alone_chooses_the_settings(
    read: Callable[..., Environment], monkeypatch: pytest.MonkeyPatch, debug: str, module: str
) -> None:
    import os

    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    read(DEBUG=debug)

    select_settings()

    assert os.environ["DJANGO_SETTINGS_MODULE"] == f"config.settings.{module}"


def test_an_explicit_choice_of_settings_wins(read: Callable[..., Environment], monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.test")
    read(DEBUG="true")

    select_settings()

    assert os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.test"


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://mail.example.com", {"host": "mail.example.com", "port": 25, "use_ssl": False, "use_tls": False}),
        ("smtp://mail.example.com:587?tls=true", {"port": 587, "use_ssl": False, "use_tls": True}),
        ("smtps://mail.example.com", {"port": 465, "use_ssl": True, "use_tls": False}),
        ("smtp://jo%40example.com:p%2Fw%23d@mail.example.com", {"username": "jo@example.com", "password": "p/w#d"}),
    ],
)
def test_a_mail_server_is_one_address(url: str, options: dict[str, Any]) -> None:
    mailer = mailer_from_url(url)

    assert mailer["BACKEND"] == "integrations.mail_backends.smtp.EmailBackend"
    assert mailer["OPTIONS"].items() >= options.items()
    assert mailer["OPTIONS"]["timeout"], "a server that hangs must not hold a worker"


def test_every_variable_is_documented() -> None:
    documented = (environment_module.PROJECT_ROOT / ".env.example").read_text()

    for name in Environment.model_fields:
        assert f"{name.upper()}=" in documented, name


def test_the_example_names_no_variable_that_nobody_reads() -> None:
    lines = Path(environment_module.PROJECT_ROOT / ".env.example").read_text().splitlines()
    named = {line.lstrip("# ").partition("=")[0] for line in lines if line.lstrip("# ")[:1].isupper() and "=" in line}

    assert named <= {name.upper() for name in Environment.model_fields}

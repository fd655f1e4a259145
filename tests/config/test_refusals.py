"""Production starts on settings that keep requests and secrets, and on no others. Each case is a process of its own."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.env import PROJECT_ROOT, Environment
from config.published_keys import PUBLISHED_FIELD_ENCRYPTION_KEY, PUBLISHED_SECRET_KEY

CHECK = ("check", "--deploy", "--fail-level", "WARNING")


@pytest.fixture
def proper(tmp_path: Path) -> dict[str, str]:
    """An environment that production takes. Every variable is set, so that no file of a developer's has a say."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Environment.model_fields}
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # the suite's own
        kept.pop(name, None)
    return kept | {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "clinics.example.com",
        "BASE_URL": "https://clinics.example.com",
        "DATABASE_URL": f"sqlite:///{tmp_path}/carefront.sqlite3",
        "CACHE_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://jo:m41lp4ss@mail.example.com:587?tls=true",
        "DEFAULT_FROM_EMAIL": "no-reply@clinics.example.com",
        "SENTRY_DSN": "https://0123456789abcdef@errors.example.com/1",
        "TRUSTED_PROXIES": "1",
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_proper_environment_passes_djangos_own_deployment_checks(proper: dict[str, str]) -> None:
    checked = manage(proper, *CHECK)

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
    assert secrets_of(proper, checked) == []


BAD = [
    ("SECRET_KEY", "s3cret-and-short"),
    ("SECRET_KEY", "s" * 80),
    ("SECRET_KEY", "django-insecure-" + "s3cretabcdefghijklmnopqrstuvwxyz0123456789-abcdefg"),
    ("SECRET_KEY", PUBLISHED_SECRET_KEY),
    ("ALLOWED_HOSTS", "clinics.example.com,*"),
    ("ALLOWED_HOSTS", ".s3cret.example.com"),
    ("BASE_URL", "s3cret.example.com"),
    ("DATABASE_URL", "sqlite:///s3cret.sqlite3?synchronous=normal"),
    ("DATABASE_URL", "sqlite:///s3cret.sqlite3?synchronous=s3cret"),
    ("DATABASE_URL", "postgres://jo:s3cret#more@db.example.com/carefront"),
    ("DATABASE_URL", "s3cret://jo@db.example.com/carefront"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("CACHE_URL", "memcached://s3cret.example.com"),
    ("EMAIL_URL", "console:"),
    ("EMAIL_URL", "file:/tmp/s3cret"),
    ("EMAIL_URL", "smtp://jo:s3cret/more@mail.example.com"),
    ("MAIL_PROVIDER", "s3cret"),
    ("ANYMAIL_POSTMARK_SERVER_TOKEN", "s3cret"),
    ("ANYMAIL_WEBHOOK_SECRET", "s3cret"),
    ("ANYMAIL_MAILGUN_API_URL", "http://s3cret.example.com"),
    ("SENTRY_DSN", "https://errors.example.com/s3cret"),
    ("TRUSTED_PROXIES", "s3cret"),
    ("FIELD_ENCRYPTION_KEYS", "s3cret"),
    ("FIELD_ENCRYPTION_KEYS", PUBLISHED_FIELD_ENCRYPTION_KEY),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{name}-{number}" for number, (name, _) in enumerate(BAD)])
def test_a_bad_setting_is_refused_by_name_and_its_value_is_told_to_nobody(
    proper: dict[str, str], name: str, value: str
) -> None:
    refused = manage(proper | {name: value}, "check")

    assert refused.returncode == 1
    assert name in refused.stderr
    assert "Traceback" not in refused.stderr, "a traceback hides the sentence and may quote the value"
    assert value not in refused.stdout + refused.stderr
    assert "s3cret" not in refused.stdout + refused.stderr
    assert secrets_of(proper, refused) == []


PROVIDER = {"EMAIL_URL": "", "MAIL_PROVIDER": "postmark", "ANYMAIL_POSTMARK_SERVER_TOKEN": "m41lp4ss"}


def test_a_mail_provider_stands_in_for_a_mail_server(proper: dict[str, str], without_developers_file: None) -> None:
    checked = manage(proper | PROVIDER, *CHECK)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"ANYMAIL_POSTMARK_SERVER_TOKEN": ""}, "set ANYMAIL_POSTMARK_SERVER_TOKEN"),
        ({"MAIL_PROVIDER": "mailgun"}, "set ANYMAIL_MAILGUN_API_KEY"),
        ({"MAIL_PROVIDER": ""}, "ANYMAIL_POSTMARK_SERVER_TOKEN is set and no MAIL_PROVIDER"),
        ({"EMAIL_URL": "smtp://mail.example.com"}, "EMAIL_URL and MAIL_PROVIDER"),
        ({"ANYMAIL_WEBHOOK_SECRET": "m41lp4ss"}, "ANYMAIL_WEBHOOK_SECRET is no user:password"),
        ({"ANYMAIL_WEBHOOK_SECRET": "jo:m41lp4ss"}, "ANYMAIL_WEBHOOK_SECRET is no user:password"),
    ],
)
def test_half_a_mail_provider_is_refused_with_what_to_do(
    proper: dict[str, str], without_developers_file: None, changed: dict[str, str], told: str
) -> None:
    refused = manage(proper | PROVIDER | changed, "check")

    assert refused.returncode == 1
    assert told in refused.stderr
    assert secrets_of(proper, refused) == []


def test_half_a_mail_provider_is_refused_in_development_too(proper: dict[str, str]) -> None:
    refused = manage(proper | {"DEBUG": "true", "MAIL_PROVIDER": "brevo"}, "check")

    assert refused.returncode == 1
    assert "(integrations.E001) MAIL_PROVIDER is brevo: set ANYMAIL_BREVO_API_KEY, or unset it." in refused.stderr


MISSING = ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL", "FIELD_ENCRYPTION_KEYS"]


@pytest.fixture
def without_developers_file() -> Iterator[None]:
    """A variable that is empty would be read from `.env`, where a developer has one."""
    file = PROJECT_ROOT / ".env"
    if file.exists() and any(name in file.read_text() for name in MISSING):
        pytest.skip(".env sets what this test leaves out")
    return


def test_all_that_is_missing_is_named_at_once(proper: dict[str, str], without_developers_file: None) -> None:
    refused = manage(proper | dict.fromkeys(MISSING, ""), "check")

    assert refused.returncode == 1
    for name in MISSING:
        assert f"* {name} " in refused.stderr


def secrets_of(environment: dict[str, str], process: subprocess.CompletedProcess[str]) -> list[str]:
    shown = process.stdout + process.stderr
    secret = [environment["SECRET_KEY"], environment["FIELD_ENCRYPTION_KEYS"], "m41lp4ss", "0123456789abcdef"]
    return [each for each in secret if each in shown]

"""The environment, read once and typed. `.env.example` documents every variable."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent

CommaSeparated = Annotated[tuple[str, ...], NoDecode]


class Environment(BaseSettings):
    """What an operator may set. Field `secret_key` is the variable `SECRET_KEY`, and so on."""

    # A refused value is a secret more often than not: errors name the variable, never what it held.
    model_config = SettingsConfigDict(
        env_file=PROJECT_ROOT / ".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True, frozen=True
    )

    secret_key: str = ""
    debug: bool = False
    show_error_details: bool = True
    allowed_hosts: CommaSeparated = ()
    base_url: str = ""
    database_url: str = ""
    cache_url: str = ""
    email_url: str = ""
    default_from_email: str = ""
    sentry_dsn: str = ""
    metrics_token: str = ""
    trusted_proxies: int = Field(default=0, ge=0)
    field_encryption_keys: CommaSeparated = ()
    media_root: Path = PROJECT_ROOT / "var/media"
    spool_dir: Path = PROJECT_ROOT / "var/spool"
    ratelimit_enable: bool = True
    webhook_allow_private_addresses: bool | None = None
    reply_domain: str = ""
    sms_provider: Literal["", "twilio"] = ""
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    mail_provider: Literal["", "postmark", "mailgun", "brevo", "resend"] = ""
    anymail_postmark_server_token: str = ""
    anymail_postmark_message_stream: str = ""
    anymail_mailgun_api_key: str = ""
    anymail_mailgun_api_url: str = ""
    anymail_mailgun_sender_domain: str = ""
    anymail_mailgun_webhook_signing_key: str = ""
    anymail_brevo_api_key: str = ""
    anymail_resend_api_key: str = ""
    anymail_webhook_secret: str = ""
    lead_news_stream: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    demo_password: str = "lamplight"  # noqa: S105 - published on purpose, refused outside DEBUG without --yes
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)

    @field_validator("allowed_hosts", "field_encryption_keys", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def check_base_url(cls, value: str) -> str:
        if not value:
            return value
        parts = split_url(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("Write the scheme and host that visitors use, such as https://clinics.example.com")
        return value.rstrip("/")  # paths are put behind it

    @field_validator("email_url")
    @classmethod
    def check_email_url(cls, value: str) -> str:
        if value:
            mailer_from_url(value)
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def anymail(self) -> dict[str, str]:
        """What was set of `ANYMAIL_…`, under the names that anymail has for it."""
        given = {name: value for name, value in self if name.startswith("anymail_") and value}
        return {name.removeprefix("anymail_").upper(): str(value) for name, value in given.items()}

    @property
    def public_url(self) -> SplitResult:
        """Scheme, host and port under which visitors reach the site."""
        return urlsplit(self.base_url or f"http://{self.host}:{self.port}")


@cache
def environment() -> Environment:
    """The environment of this process.

    Raises:
        ImproperlyConfigured: a line for each variable that cannot be read, none quoting a value.
    """
    try:
        return Environment()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        reasons = [f"* {str(each['loc'][0]).upper()}: {each['msg']}" for each in found]
    raise ImproperlyConfigured("The environment cannot be read:\n" + "\n".join(reasons))


def select_settings() -> None:
    """Choose the settings module by `DEBUG`, for manage.py and WSGI alike. An explicit choice wins."""
    module = "config.settings.dev" if environment().debug else "config.settings.production"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def mailer_from_url(url: str) -> dict[str, object]:
    """One entry of `MAILERS` from `smtp://user:password@host:587?tls=true`, `smtps://…`, `console:` or `file:/path`.

    Raises:
        ValueError: a scheme that is none of these, or an address that cannot be read; quotes nothing of it.
    """
    parts = split_url(url)
    match parts.scheme:
        case "console":
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        case "file":
            options: dict[str, object] = {"file_path": parts.path}
            return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": options}
        case "smtp" | "smtps":
            return {
                "BACKEND": "integrations.mail_backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": parts.hostname or "localhost",
                    "port": parts.port or (465 if parts.scheme == "smtps" else 25),
                    "username": unquote(parts.username or ""),
                    "password": unquote(parts.password or ""),
                    "use_ssl": parts.scheme == "smtps",
                    "use_tls": parse_qs(parts.query).get("tls", ["false"])[0] == "true",
                    "timeout": 15,
                },
            }
    raise ValueError("Start with smtp:, smtps:, console: or file:")


def split_url(url: str) -> SplitResult:
    """The parts of an address. ValueError that quotes nothing of it, unlike the standard library's."""
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError:
        parts = None
    # A "#", "/" or "?" in a password ends the host for a parser, and the rest of the password would go astray.
    if parts is None or parts.fragment or "@" in parts.path + parts.query or (has_port and not parts.hostname):
        raise ValueError("Not an address; percent-encode what is special in its user name and password")
    return parts

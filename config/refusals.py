"""Why production will not start, all reasons at once, none of them quoting a value."""

import re
from collections.abc import Iterator, Mapping, Set

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.utils import BadDsn, Dsn

from config.env import Environment
from integrations.mail_providers import half_configured

# https://sqlite.org/pragma.html#pragma_synchronous: below FULL a power cut can take back what was committed.
SYNCHRONOUS_ENOUGH = {"FULL", "EXTRA"}


def refuse_unsafe_settings(env: Environment, *, database: Mapping[str, object], published_keys: Set[str]) -> None:
    """Raise `ImproperlyConfigured` with one line for each setting that must change before visitors may come."""
    if reasons := list(reasons_to_refuse(env, database=database, published_keys=published_keys)):
        raise ImproperlyConfigured("Production settings refused:\n" + "\n".join(f"* {reason}" for reason in reasons))


def reasons_to_refuse(env: Environment, *, database: Mapping[str, object], published_keys: Set[str]) -> Iterator[str]:
    if env.debug:
        yield "DEBUG is on: unset it."
    if len(env.secret_key) < 50 or len(set(env.secret_key)) < 5 or env.secret_key in published_keys:
        yield "SECRET_KEY is missing, short or published: set 50 or more random characters."
    if env.secret_key.startswith("django-insecure-"):
        yield "SECRET_KEY was generated for development: set 50 or more random characters."
    if not env.allowed_hosts or any("*" in host or host.startswith(".") for host in env.allowed_hosts):
        yield "ALLOWED_HOSTS names no host or holds a wildcard: list each host name."
    if not env.base_url:
        yield "BASE_URL is missing: set the address that visitors use, such as https://clinics.example.com."
    if not env.field_encryption_keys or not all(map(is_fernet_key, env.field_encryption_keys)):
        yield "FIELD_ENCRYPTION_KEYS is missing or malformed: set Fernet keys, newest first."
    if published_keys & set(env.field_encryption_keys):
        yield "FIELD_ENCRYPTION_KEYS holds the published development key: make your own."
    yield from reasons_to_refuse_mail(env)
    if env.cache_url and not env.cache_url.startswith(("redis://", "rediss://", "unix://")):
        yield "CACHE_URL is no Redis: set redis://host:port/0, or unset it where there is one process."
    if env.sentry_dsn and not is_dsn(env.sentry_dsn):
        yield "SENTRY_DSN is malformed: copy it again, or unset it."
    yield from reasons_to_refuse_texts(env)
    if (level := synchronous_level(database)) and level not in SYNCHRONOUS_ENOUGH:
        yield "DATABASE_URL asks for SQLite below synchronous=FULL, which can lose an answered request: remove it."
    if ":memory:" in str(database.get("NAME")):
        yield "DATABASE_URL names a database in memory: set one that stays."


def reasons_to_refuse_mail(env: Environment) -> Iterator[str]:
    if not env.mail_provider and (not env.email_url or env.email_url.startswith(("console:", "file:"))):
        yield "EMAIL_URL sends no mail: set smtp://user:password@host:port, or MAIL_PROVIDER."
    if env.mail_provider and env.email_url:
        yield "EMAIL_URL and MAIL_PROVIDER are two ways for one mail: unset one of them."
    if env.anymail_mailgun_api_url and not env.anymail_mailgun_api_url.startswith("https://"):
        yield "ANYMAIL_MAILGUN_API_URL would send letters and the account's key readable: set https://…, or unset it."
    yield from half_configured(env.mail_provider, env.anymail)


def reasons_to_refuse_texts(env: Environment) -> Iterator[str]:
    if env.sms_provider and not (env.twilio_account_sid and env.twilio_auth_token):
        yield "SMS_PROVIDER is on: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or unset it."
    if not env.twilio_api_url.startswith("https://"):
        yield "TWILIO_API_URL would send texts and the account's token readable: set https://…, or unset it."


def synchronous_level(database: Mapping[str, object]) -> str:
    """What SQLite is told, in capitals; empty where nothing is told, as on PostgreSQL."""
    options = database.get("OPTIONS")
    command = str(options.get("init_command", "")) if isinstance(options, Mapping) else ""
    found = re.search(r"synchronous\s*=\s*(\w+)", command, re.IGNORECASE)
    return found[1].upper() if found else ""


def is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def is_dsn(text: str) -> bool:
    try:
        Dsn(text)
    except BadDsn:
        return False
    return True

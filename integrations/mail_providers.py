"""The mail providers that we know beside SMTP: what each must be given, and what its answers and reports mean.

Sending and reading is django-anymail's, whose names for settings these are (https://anymail.dev/en/stable/esps/). Read
by `config` before the apps are, so nothing of Django is imported here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# Postmark, Brevo and Resend prove a report by the user and password of its address alone.
WEBHOOK_SECRET = "WEBHOOK_SECRET"  # noqa: S105 - a name
SHORTEST_SECRET = 20


@dataclass(frozen=True)
class MailProvider:
    """`hard` are the reasons, found at one of the `hard_at` paths of a report, that mean: there is no such mailbox."""

    backend: str
    report_view: str
    needs: tuple[str, ...]
    """Settings without which nothing can be sent."""
    proof: str
    """The setting that proves who sent a report. Without it none is heard."""
    hard_at: tuple[tuple[str, ...], ...]
    hard: frozenset[str]
    code_at: str = ""
    """Where a refusal says in its JSON what it means."""
    temporary_codes: Mapping[object, str] = field(default_factory=dict)
    """Refusals of a letter that are about us: the same one may succeed once somebody mended that."""


PROVIDERS: Mapping[str, MailProvider] = {
    # Codes: https://postmarkapp.com/developer/api/overview#error-codes
    # Reports: https://postmarkapp.com/developer/webhooks/bounce-webhook and .../api/bounce-api#bounce-types
    "postmark": MailProvider(
        backend="integrations.mail_backends.providers.Postmark",
        report_view="anymail.webhooks.postmark.PostmarkTrackingWebhookView",
        needs=("POSTMARK_SERVER_TOKEN",),
        proof=WEBHOOK_SECRET,
        hard_at=(("Type",), ("SuppressionReason",)),
        hard=frozenset({"HardBounce", "BadEmailAddress"}),
        code_at="ErrorCode",
        temporary_codes={
            400: "the provider does not know the sender",
            401: "the provider has not confirmed the sender",
            405: "the provider's account may not send now",
            412: "the provider has not approved our account yet",
            413: "the provider's account may not send",
        },
    ),
    # Sending: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages
    # Reports: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads
    "mailgun": MailProvider(
        backend="integrations.mail_backends.providers.Mailgun",
        report_view="anymail.webhooks.mailgun.MailgunTrackingWebhookView",
        needs=("MAILGUN_API_KEY",),
        proof="MAILGUN_WEBHOOK_SIGNING_KEY",
        hard_at=(("event-data", "reason"),),
        hard=frozenset({"bounce", "suppress-bounce"}),
    ),
    # Sending: https://developers.brevo.com/reference/sendtransacemail
    # Reports: https://developers.brevo.com/docs/transactional-webhooks
    "brevo": MailProvider(
        backend="integrations.mail_backends.providers.Brevo",
        report_view="anymail.webhooks.brevo.BrevoTrackingWebhookView",
        needs=("BREVO_API_KEY",),
        proof=WEBHOOK_SECRET,
        hard_at=(("event",),),
        hard=frozenset({"hard_bounce", "invalid_email"}),
        code_at="code",
        temporary_codes={"not_enough_credits": "the provider's account has no credits left"},
    ),
    # Sending: https://resend.com/docs/api-reference/emails/send-email
    # Reports: https://resend.com/docs/webhooks/emails/bounced
    "resend": MailProvider(
        backend="integrations.mail_backends.providers.Resend",
        report_view="anymail.webhooks.resend.ResendTrackingWebhookView",
        needs=("RESEND_API_KEY",),
        proof=WEBHOOK_SECRET,
        hard_at=(("data", "bounce", "type"),),
        hard=frozenset({"Permanent"}),
    ),
}


def half_configured(name: str, given: Mapping[str, str]) -> Iterator[str]:
    """What is missing or in the way, a sentence each; none quotes a value.

    Args:
        name: of the provider, or empty.
        given: anymail's settings that have a value, without their prefix.
    """
    if not name:
        if given:
            yield f"{_variables(sorted(given))} is set and no MAIL_PROVIDER: name the provider, or unset it."
        return
    if missing := [each for each in PROVIDERS[name].needs if not given.get(each)]:
        yield f"MAIL_PROVIDER is {name}: set {_variables(missing)}, or unset it."
    user, _, password = given.get(WEBHOOK_SECRET, "").partition(":")
    if WEBHOOK_SECRET in given and (not user or len(password) < SHORTEST_SECRET):
        yield f"ANYMAIL_{WEBHOOK_SECRET} is no user:password, the password of {SHORTEST_SECRET} characters or more."


def heard(name: str, given: Mapping[str, str]) -> MailProvider | None:
    """The provider whose reports can be told from anybody else's, or None."""
    provider = PROVIDERS.get(name)
    return provider if provider and given.get(provider.proof) else None


def _variables(names: list[str]) -> str:
    return " and ".join(f"ANYMAIL_{name}" for name in names)

"""E-mail addresses: checked for their form, written one way."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email


def normalise_email(text: str) -> str:
    """The address in lower case with its domain in ASCII. No name server is asked.

    The local part is lowered too: no mail service that people use tells "Jo@" from "jo@".

    Raises:
        ValidationError: not an address; the message says what one looks like.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError) as error:
        raise ValidationError(_("Finish the e-mail address, like jo@example.com"), code="email") from error
    domain = found.ascii_domain or found.domain
    return f"{found.local_part}@{domain}".lower()

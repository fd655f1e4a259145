"""What a visitor types, each value unmistakable, and a view that breaks while it holds all of it."""

import logging

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

NAME = "Zephyrine Quackenbush"
EMAIL = "z.quackenbush@example.com"
PHONE = "(218) 555-0177"
MESSAGE = "My knees hurt since the avalanche."
QUERY = "pomegranate"
TOKEN = "tk9Zr4canary7Wq"
FORM = {"full_name": NAME, "email": EMAIL, "phone": PHONE, "message": MESSAGE}

# In every spelling that one of the layers may give them.
CANARIES = (
    "Zephyrine", "Quackenbush", "quackenbush", "555-0177", "5550177", "knees", "avalanche", QUERY, TOKEN,
)  # fmt: skip

log = structlog.get_logger("carefront.canary")
foreign_log = logging.getLogger("somebody.elses")


class Refused(ValueError):
    """Quotes a value, as a database driver does."""


@csrf_exempt
def break_down(request: HttpRequest, token: str) -> HttpResponse:
    full_name, email, phone = request.POST["full_name"], request.POST["email"], request.POST["phone"]
    log.info("about to break", step=1)
    foreign_log.warning("no answer from %s at %s", email, phone)
    foreign_log.warning("no answer from %s, extra", full_name, extra={"reason": request.POST["message"]})
    foreign_log.warning(f"no answer from {phone} ({email})")
    try:
        raise KeyError(full_name)
    except KeyError as error:
        error.add_note(request.POST["message"])
        raise Refused(f"duplicate key (email)=({email}), {phone}, {request.GET['q']}, {full_name}") from error


urlpatterns = [path("break/<str:token>/", break_down)]
URL = f"/break/{TOKEN}/?q={QUERY}&email={EMAIL}"


def found_in(text: str | bytes) -> list[str]:
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return [canary for canary in CANARIES if canary in shown]

"""The same news as a stream of server-sent events, where the server keeps one open without a thread for it."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.news_watch import in_looker, watch
from leads.viewsets.lead_news_view import CURSOR_HEADER, cursor_at, moment_of
from sites.permissions import ANY

# A proxy that hears nothing for a minute hangs up, and whoever was signed out must not listen on: so long at most.
SILENCE_SECONDS = 30
LIFETIME_SECONDS = 300
RETRY_MS = 1000
# Of one process. Each costs memory, most of it for a thread that stands by; who comes after these asks in turns.
MOST_STREAMS = 500


@dataclass(frozen=True)
class Reader:
    """Somebody who signed in, by their session and not by who they were when the stream began."""

    session_key: str
    language: str

    def ask(self, cursor: str) -> tuple[list[dict[str, Any]], str]:
        """The news since `cursor` and the next cursor, as `LeadNewsView` answers at its address, rights and all.

        Raises:
            PermissionDenied: they signed out, or work in no clinic any more.
        """
        request = HttpRequest()
        request.method = "GET"
        request.path = reverse("leads:news")
        request.GET = QueryDict(f"since={cursor}")
        request.META = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}  # so that a refusal is no way to the sign-in page
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(self.session_key)
        request.user = get_user(request)
        request.resolver_match = view = resolve(request.path)
        with translation.override(self.language):
            response = view.func(request)
        news = json.loads(response.content)["news"] if response.status_code == 200 else []
        return news, response[CURSOR_HEADER]


class LeadNewsStreamView(PermissionCheckedMixin, View):
    """GET, with `Last-Event-ID` or `?since=`: JSON `news` as of `LeadNewsView`, the next cursor as each event's id.

    Under WSGI, where every stream would take a thread from visitors, 204: the standard's word for "do not come back"
    (https://html.spec.whatwg.org/multipage/server-sent-events.html). 503 where there are `MOST_STREAMS`.
    """

    model = None
    any_permission_required = ANY

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request, ASGIRequest):
            return HttpResponse(status=204)
        if len(watch) >= MOST_STREAMS:
            return HttpResponse(status=503)
        cursor = request.headers.get("Last-Event-ID") or request.GET.get("since") or cursor_at(timezone.now())
        try:
            moment_of(cursor)
        except ValueError:
            return JsonResponse({"what": _("“since” is a cursor of an earlier answer.")}, status=400)
        reader = Reader(str(request.session.session_key), translation.get_language() or settings.LANGUAGE_CODE)
        response = StreamingHttpResponse(events_for(reader, cursor), content_type="text/event-stream")
        response["Cache-Control"] = "no-store"
        response["X-Accel-Buffering"] = "no"  # nginx would keep it until a buffer is full
        return response


async def events_for(reader: Reader, cursor: str) -> AsyncIterator[str]:
    """What `reader` is told until they sign out, the database is away, or some minutes are over. Browsers come back."""
    # The request's own thread stands by until the stream ends: without a connection.
    await sync_to_async(connections.close_all)()
    clock = asyncio.get_running_loop().time
    ends_at = clock() + LIFETIME_SECONDS + secrets.randbelow(60)  # not all at once after a restart
    told: set[str] = set()
    yield f"retry: {RETRY_MS}\n\n"
    with watch.listening() as woken:
        while clock() < ends_at:
            woken.clear()
            try:
                news, cursor = await in_looker(partial(reader.ask, cursor))
            except (PermissionDenied, DatabaseError):
                return
            fresh = [each for each in news if each["key"] not in told]
            told.update(each["key"] for each in fresh)
            # Sent when there is nothing too: it says that the connection lives.
            yield f"id: {cursor}\ndata: {json.dumps({'news': fresh})}\n\n"
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), SILENCE_SECONDS)

"""What open workspaces ask every two seconds where they have no stream: what came in since."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import leads_for
from leads.lead_news import lead_news
from sites.permissions import ANY

CURSOR_HEADER = "News-Cursor"


def cursor_at(moment: datetime) -> str:
    """Milliseconds since 1970: nothing of anybody's."""
    return str(int(moment.timestamp() * 1000))


def moment_of(cursor: str) -> datetime:
    """
    Raises:
        ValueError: no cursor of ours.
    """
    try:
        return datetime.fromtimestamp(int(cursor) / 1000, tz=UTC)
    except (OverflowError, OSError) as nonsense:
        raise ValueError("no moment") from nonsense


class LeadNewsView(PermissionCheckedMixin, View):
    """GET `?since=`: 204, or JSON `news` of `key`, `url`, `text` and `is_new`. The next cursor is in a header."""

    model = None
    any_permission_required = ANY

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        try:
            since = moment_of(request.GET.get("since") or cursor_at(now))
        except ValueError:
            return JsonResponse({"what": _("“since” is a cursor of an earlier answer.")}, status=400)
        told = lead_news(leads_for(request.user), since=since, at=now)
        news = [
            {
                "key": each.key,
                "url": reverse("leads:inspect", args=[each.lead_id]),
                "text": each.text,
                "is_new": each.is_new,
            }
            for each in told
        ]
        response = JsonResponse({"news": news}) if news else HttpResponse(status=204)
        response[CURSOR_HEADER] = cursor_at(now)
        response["Cache-Control"] = "no-store"
        return response

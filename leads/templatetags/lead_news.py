"""News of leads on the pages where leads are worked."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.utils import timezone

from leads.access import leads_for
from leads.lead_news import lead_news as news_for
from leads.models import WorkspacePreferences
from leads.viewsets.lead_news_view import cursor_at

register = template.Library()


@register.inclusion_tag("leads/admin/lead_news.html", takes_context=True)
def lead_news(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `static/js/lead-news.js` needs. Nothing elsewhere in the admin."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or "leads" not in match.namespaces:
        return {"is_shown": False}
    now = timezone.now()
    # What is there before the page is no news on it, though the first question reaches back some seconds.
    earlier = news_for(leads_for(request.user), since=now, at=now)
    return {
        "is_shown": True,
        "cursor": cursor_at(now),
        "earlier": " ".join(str(each.key) for each in earlier),
        "reader": request.user.pk,
        "has_stream": isinstance(request, ASGIRequest) or settings.LEAD_NEWS_STREAM,
        "preferences": WorkspacePreferences.objects.filter(user=request.user).first(),
        "is_overview": "pk" not in match.kwargs,
    }

"""Which Content-Security-Policy a page gets: strict, except the parts of Wagtail's editor that cannot live with it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

# Wagtail 8.0's date widgets, inline panels and choosers print inline scripts without a nonce.
EDITOR_POLICY: dict[str, list[str]] = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF, *settings.VIDEO_FRAME_ORIGINS],  # the preview of a page, and a video in it
}
STRICT_ADMIN_POLICY: dict[str, list[str]] = {**settings.SECURE_CSP, "frame-src": [CSP.NONE]}
STRICT_ADMIN_PATHS = ("/admin/leads/", "/admin/login/", "/admin/password_reset/")


class AdminPolicyMiddleware:
    """Loosens the policy below `/admin/`, but not where leads are worked or passwords typed. Inside Django's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.get_loosened = csp_override(EDITOR_POLICY)(get_response)
        self.get_strict = csp_override(STRICT_ADMIN_POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        is_strict = request.path.startswith(STRICT_ADMIN_PATHS)
        response = self.get_strict(request) if is_strict else self.get_loosened(request)
        # Staff pages hold people's data: no copy in any cache, no address handed to the next site. Not `no-referrer`:
        # browsers then post with `Origin: null`, which Django's CSRF check refuses.
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

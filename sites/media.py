"""What editors upload, where no proxy in front serves it."""

from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.static import serve

# Wagtail's folder for them. Their own address, `/documents/`, asks who may read them.
DOCUMENTS = "documents"


@cache_control(public=True, max_age=86_400)
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A changed picture gets another name; a day is for one that was deleted for a reason.

    Raises:
        Http404: there is none, or it is a document.
    """
    if normpath(path).lstrip("/").split("/")[0] == DOCUMENTS:
        raise Http404
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))

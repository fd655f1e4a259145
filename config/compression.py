"""HTML is compressed where that can tell nobody a secret."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PublicPagesCompressionMiddleware(GZipMiddleware):
    """Compresses answers to visitors without a cookie, which are the same for everybody.

    A page made for somebody who signed in holds tokens. How well it compresses would tell them, letter by letter, to
    whoever can send guesses through the same page (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.COOKIES or response.cookies or not response.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)

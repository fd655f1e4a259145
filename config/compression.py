"""HTML is compressed where that can tell nobody a secret."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PublicPagesCompressionMiddleware(GZipMiddleware):
    """Compresses answers to visitors without a cookie. A page made for somebody who signed in holds tokens, and how well
    it compresses tells who can send guesses through the same page what they are (BREACH). Public pages are the same for
    everybody."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.COOKIES or response.cookies or not response.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)

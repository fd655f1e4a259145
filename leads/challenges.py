"""Where a form's script asks whether it must do a proof of work, and for which challenge."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leads.screening import asks_for_proof
from protection.proof_of_work import new_challenge


@require_safe
@never_cache
def consult_challenge(request: HttpRequest) -> HttpResponse:
    """A challenge as ALTCHA writes it where a limit is near, for the clinic of `?clinic=`; else 204."""
    clinic_slug = request.GET.get("clinic", "")[:50]
    if not asks_for_proof(request, clinic_slug=clinic_slug):
        return HttpResponse(status=204)
    return JsonResponse(new_challenge(at=timezone.now()))

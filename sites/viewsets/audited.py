"""What a scoped viewset enters in the audit, for every view of it, present and future."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from protection.audit import Action, record
from sites.viewsets.policies import policy_for


class AuditedViewMixin:
    """Put first in front of a view whose `audited_as` names its rows in the audit; empty: not audited.

    A page about one row that was shown was viewed, a form that was accepted changed it, a list that was asked with
    words was searched. The words are never kept. Of the view itself, where it has them (here they would hide them):

        audited_change: what an accepted form is, in place of `Action.CHANGED`.
        audits_itself: nothing is entered for it but refusals. For a view that says more by its own call, and for one
            that asks again and again by itself, such as a sign of life.
    """

    scoped_model: type[Model]
    audited_as = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except PermissionDenied:
            record_denied(self, row_of(self))
            raise
        if (
            self.audited_as
            and not getattr(self, "audits_itself", False)
            and (action := action_of(self, request, response))
        ):
            record_action(self, action, row_of(self))
        return response


def action_of(view: Any, request: HttpRequest, response: HttpResponse) -> Action | None:
    row = row_of(view)
    if request.method == "GET" and response.status_code == 200:
        if row is not None:
            return Action.VIEWED
        return Action.SEARCHED if request.GET.get("q", "").strip() else None
    # A page that is shown again after POST holds a form with errors: 200 is no change there.
    was_accepted = response.status_code < 400 and (response.status_code != 200 or is_json(response))
    if request.method == "POST" and row is not None and was_accepted:
        changed: Action = getattr(view, "audited_change", Action.CHANGED)
        return changed
    return None


def row_of(view: Any) -> Model | None:
    """The row that the view is about, where it is one of the viewset's."""
    row = getattr(view, "object", None)
    return row if isinstance(row, view.scoped_model) and row.pk is not None else None


def is_json(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("application/json")


def record_denied(view: Any, row: Model | None) -> None:
    record_action(view, Action.DENIED, row)


def record_action(view: Any, action: Action, row: Model | None) -> None:
    """Enter what the view's user did. The name of the view says how; it has no key and no query in it."""
    match = view.request.resolver_match
    model = view.scoped_model
    record(
        action,
        actor=view.request.user,
        subject_type=view.audited_as or model._meta.model_name,
        subject_id=row.pk if row is not None else "",
        clinic_id=policy_for(model).clinic_id_of(row) if row is not None else None,
        at=timezone.now(),
        data={"view": match.view_name} if match else {},
    )

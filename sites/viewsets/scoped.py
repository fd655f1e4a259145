"""The one way staff views reach rows of a clinic: every view of a scoped viewset is built here."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from sites.keys import is_key_of
from sites.permissions import ANY
from sites.viewsets.audited import AuditedViewMixin, record_denied
from sites.viewsets.colleagues import HistoryView
from sites.viewsets.policies import policy_for

# Wagtail's generic views ask whether the user may do something with *some* row, then load any row through one of these.
QUERYSET_METHODS = (
    "get_base_queryset",  # lists, their results, exports
    "get_queryset",  # edit, delete, reorder
    "get_base_object_queryset",  # history, usage
    "get_object_list",  # choosers
    "get_objects",
)


class ScopedViewSetMixin:
    """Put first: `class LeadViewSet(ScopedViewSetMixin, ModelViewSet)`. The model needs a ClinicPermissionPolicy.

    `construct_view` is the only way a viewset builds the view behind a URL, so views that Wagtail or we add later are
    scoped too. A foreign row is 404, as one that never was; a row that may be seen but not changed is refused openly.
    """

    model: type[Model]
    history_view_class: type[Any] = HistoryView

    view_names: Sequence[str] | None = None
    """The URLs that exist, such as ("index", "index_results", "edit"). None: all that Wagtail would make."""

    shows_network_rows: ClassVar[bool] = False
    """Whether rows of no clinic are shown too, to read: a clinic's pages may use what the whole network shares."""

    audited_as: ClassVar[str] = ""
    """What the audit calls these rows, "lead" for instance; empty: it keeps refusals alone."""

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        scoped = scoped_view_class(view_class, self.model, with_network_rows=self.shows_network_rows)
        scoped.audited_as = self.audited_as
        return super().construct_view(scoped, **kwargs)  # type: ignore[misc]

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()  # type: ignore[misc]
        return [pattern for pattern in patterns if self.offers(pattern.name)]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Views must not link to URLs that do not exist."""
        names = super().get_common_view_kwargs(**kwargs)  # type: ignore[misc]
        suffix = "_url_name"
        return {
            # By the name that is linked to: a chooser's `results_url_name` is "…:choose_results".
            name: None if name.endswith(suffix) and value and not self.offers(value.rpartition(":")[2]) else value
            for name, value in names.items()
        }

    def offers(self, view_name: str) -> bool:
        return self.view_names is None or view_name in self.view_names


def scoped_view_class(view_class: type[Any], model: type[Model], *, with_network_rows: bool = False) -> type[Any]:
    """A subclass of `view_class` whose querysets and objects of `model` are those of the user's clinics."""
    methods = {
        name: scoped_queryset_method(view_class, name, model, with_network_rows=with_network_rows)
        for name in QUERYSET_METHODS
        if hasattr(view_class, name)
    }
    if hasattr(view_class, "get_object"):
        methods["get_object"] = scoped_get_object(view_class, model, with_network_rows=with_network_rows)
    named: dict[str, Any] = {**methods, "scoped_model": model}
    return type(f"Scoped{view_class.__name__}", (AuditedViewMixin, view_class), named)


def scoped_queryset_method(
    view_class: type[Any], name: str, model: type[Model], *, with_network_rows: bool
) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if name == "get_objects":
            args = ([key for key in args[0] if is_key_of(model, key)],)
        found = getattr(view_class, name)(self, *args, **kwargs)
        # Not only querysets of the model come by: a history view returns log entries of one object, checked before.
        row_class = getattr(found, "model", None)
        if row_class is None or not issubclass(row_class, model):
            return found
        policy, user = policy_for(model), self.request.user
        return policy.scope_with_network(found, user) if with_network_rows else policy.scope(found, user)

    return method


def scoped_get_object(view_class: type[Any], model: type[Model], *, with_network_rows: bool) -> Callable[..., Any]:
    def get_object(self: Any, *args: Any, **kwargs: Any) -> Any:
        # A chooser's views pass on what stands in the address.
        if any(isinstance(each, str) and not is_key_of(model, each) for each in args):
            raise Http404
        try:
            found = view_class.get_object(self, *args, **kwargs)
        except Http404:
            # Most views look among the rows in reach, and do not find a foreign one. That somebody tried is entered.
            foreign = model._default_manager.filter(pk=self.pk).first() if getattr(self, "pk", None) else None
            if foreign and not policy_for(model).user_has_any_permission_for_instance(self.request.user, ANY, foreign):
                record_denied(self, foreign)
            raise
        if isinstance(found, model):
            policy, user = policy_for(model), self.request.user
            of_network = with_network_rows and policy.clinic_id_of(found) is None
            if of_network and policy.user_has_any_permission(user, ANY):
                return found
            if not policy.user_has_any_permission_for_instance(user, ANY, found):
                record_denied(self, found)
                raise Http404
            if not policy.user_has_any_permission_for_instance(user, required_actions(self), found):
                record_denied(self, found)
                raise PermissionDenied
        return found

    return get_object


def required_actions(view: Any) -> Sequence[str]:
    one = getattr(view, "permission_required", None)
    return [one] if one else getattr(view, "any_permission_required", None) or ANY

"""Saved views in the admin: keep the list as it is, then rename, share, open first, or delete it."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import lead_policy
from leads.models import SavedView
from leads.saved_views import (
    QueryTooLong,
    clinics_to_share_with,
    keep_view,
    list_query,
    may_change_view,
    saved_views_for,
)
from leads.viewsets.toasts import say
from sites.permissions import ANY
from staff.models import StaffUser


class SavedViewForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SavedView
        fields = ["name", "clinic", "is_default"]

    def __init__(self, *args: Any, user: StaffUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinic: Any = self.fields["clinic"]
        clinic.queryset = clinics_to_share_with(user)
        clinic.empty_label = _("Nobody: only I see it")
        if self.instance.owner_id != user.pk:
            del self.fields["is_default"]  # which view opens first is its owner's affair

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        alike = SavedView.objects.filter(owner_id=self.instance.owner_id, name=name).exclude(pk=self.instance.pk)
        if alike.exists():
            raise forms.ValidationError(_("There is a view of this name. Choose another name."))
        return name


class SavedViewPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_policy = lead_policy
    any_permission_required = ANY
    template_name = "leads/admin/saved_view.html"
    header_icon = "view"
    view: SavedView

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("leads:index"), "label": gettext_lazy("Leads")},
            {"url": "", "label": self.get_page_title()},
        ]

    def answer(self, form: SavedViewForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, view_kept=self.view, is_new=self.view._state.adding)
        response: HttpResponse = self.render_to_response(context, status=status)
        return response

    def keep(self, form: SavedViewForm) -> HttpResponse:
        if not form.is_valid():
            return self.answer(form, status=422)
        try:
            keep_view(form.instance)
        except QueryTooLong:
            form.add_error(None, _("There are more filters than a view can keep. Choose fewer."))
            return self.answer(form, status=422)
        say(self.request, _("The view “%(name)s” is saved.") % {"name": form.instance.name})
        return redirect(form.instance.url)


class NewSavedViewView(SavedViewPage):
    """GET with the list's query string asks for a name; POST keeps it."""

    page_title = gettext_lazy("Save this view")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.view = SavedView(owner=request.user, query=list_query(request.GET))
        return self.answer(SavedViewForm(instance=self.view, user=request.user))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.view = SavedView(owner=request.user, query=query_posted(request))
        return self.keep(SavedViewForm(request.POST, instance=self.view, user=request.user))


class EditSavedViewView(SavedViewPage):
    page_title = gettext_lazy("Change a saved view")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk: UUID = kwargs["pk"]
        self.view = get_object_or_404(saved_views_for(request.user), pk=pk)
        if not may_change_view(self.view, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(SavedViewForm(instance=self.view, user=request.user))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "delete" in request.POST:
            self.view.delete()
            say(request, _("The view “%(name)s” is deleted.") % {"name": self.view.name})
            return redirect(f"{reverse('leads:index')}?view=all")
        if "update" in request.POST:
            self.view.query = query_posted(request)
            form = SavedViewForm(forms.model_to_dict(self.view), instance=self.view, user=request.user)
            return self.keep(form)
        return self.keep(SavedViewForm(request.POST, instance=self.view, user=request.user))


def query_posted(request: HttpRequest) -> str:
    return list_query(QueryDict(request.POST.get("query", "")[:5_000]))

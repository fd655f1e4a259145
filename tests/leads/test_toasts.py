"""What just happened, said by the server with a way back."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory

from leads.viewsets.toasts import Undo, say

pytestmark = pytest.mark.django_db


def test_every_page_of_the_admin_has_one_polite_region(signed_in: Client) -> None:
    page = signed_in.get("/admin/leads/").content.decode()

    assert page.count('id="toasts" class="toasts" role="status"') == 1


def test_undo_is_a_form_that_works_without_script(rf: RequestFactory) -> None:
    request = rf.get("/admin/leads/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]

    say(request, "Moved <here>.", undo=Undo("/admin/leads/undo/", {"version": 2}))

    shown = "".join(str(message) for message in get_messages(request))
    assert "Moved &lt;here&gt;." in shown
    assert '<form method="post" action="/admin/leads/undo/">' in shown
    assert '<input type="hidden" name="version" value="2">' in shown
    assert "csrfmiddlewaretoken" in shown

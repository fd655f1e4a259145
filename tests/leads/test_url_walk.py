"""Every URL of every viewset of a clinic's rows, as somebody who works at another clinic."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.snippets.blocks import SnippetChooserBlock

from integrations.models import CrmConnection, Delivery, Endpoint, OutboxEvent
from leads.models import ApiToken, ErasureRequest, HeldLead, Lead, MessageTemplate
from protection.identifiers import uuid7
from sites.clinic_owned import viewsets_of_clinics
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import FAQ, Clinic, ConsultForm, ProtocolFact, Treatment, TreatmentPrice
from sites.models import Testimonial as Story
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

OF_LEADS_ALONE = {"leads": ("queue", "export", "bulk", "bulk_done", "view_new"), "held_leads": ()}
MARKER = "Quillfeather"  # stands in every text of the other clinic's rows


@dataclass(frozen=True)
class WalkedURL:
    name: str
    takes_key: bool


def urls_of(viewset: Any) -> Iterator[WalkedURL]:
    for pattern in viewset.get_urlpatterns():
        yield WalkedURL(f"{viewset.url_namespace}:{pattern.name}", takes_key=bool(pattern.pattern.converters))


@pytest.fixture
def theirs(other_clinic: Clinic, make_lead: Callable[..., Lead]) -> dict[type[Model], Model]:
    """A row of each model at the other clinic. A viewset of another model needs one here."""
    Clinic.objects.filter(pk=other_clinic.pk).update(name=f"{MARKER} Clinic", alert_emails=f"{MARKER}@example.com")
    texts = {
        "full_name": f"{MARKER} Patient",
        "email": f"{MARKER}@example.com".lower(),
        "message": f"{MARKER} wrote this.",
    }
    lead = make_lead(other_clinic, **texts)
    endpoint = Endpoint.objects.create(
        clinic=other_clinic, description=f"{MARKER} system", url="https://crm.example.com/hook"
    )
    event = OutboxEvent.objects.create(
        type="lead.created", subject_type="lead", subject_id=lead.pk, clinic=other_clinic, occurred_at=lead.created_at
    )
    delivery = Delivery.objects.create(event=event, channel="webhook", endpoint=endpoint, state="delivered")
    token, _ = ApiToken.issue(source=f"{MARKER}-page".lower(), clinic=other_clinic)
    token.save()
    return {
        ApiToken: token,
        Clinic: other_clinic,
        ErasureRequest: ErasureRequest.objects.create(
            person=lead.person, requested_at=lead.created_at, due_date=lead.created_at.date()
        ),
        Lead: lead,
        HeldLead: HeldLead.objects.get(pk=make_lead(other_clinic, **texts, quarantine_reason="honeypot").pk),
        MessageTemplate: MessageTemplate.objects.create(
            clinic=other_clinic, name=f"{MARKER} letter", subject=MARKER, body=MARKER
        ),
        Endpoint: endpoint,
        CrmConnection: CrmConnection.objects.create(
            clinic=other_clinic, vendor="hubspot", description=f"{MARKER} HubSpot", status_reason=f"{MARKER} failed"
        ),
        Delivery: delivery,
        **library_of(other_clinic, word=MARKER),
    }


def library_of(clinic: Clinic | None, *, word: str) -> dict[type[Model], Model]:
    """A row of each model that a clinic's editors fill; for no clinic, of each that the network may have."""
    treatment, _ = Treatment.objects.get_or_create(slug="infusions", defaults={"name": "Infusions"})
    rows: dict[type[Model], Model] = {
        FAQ: FAQ.objects.create(question=f"{word} asks?", answer="<p>Yes.</p>", clinic=clinic),
        Story: Story.objects.create(
            display_name=f"{word} P.", text="It was quiet.", is_illustrative=True, clinic=clinic
        ),
        ConsultForm: ConsultForm.objects.create(name=f"{word} form", clinic=clinic),
    }
    if clinic:
        rows[TreatmentPrice] = TreatmentPrice.objects.create(clinic=clinic, label=f"{word} visit", amount=10)
        rows[ProtocolFact] = ProtocolFact.objects.create(clinic=clinic, treatment=treatment, onset=f"{word} hours")
    return rows


@pytest.fixture
def walker(client: Client, make_staff: Callable[..., StaffUser], clinic: Clinic) -> Client:
    """Signed in with every permission there is, in the one clinic."""
    group = group_with_admin_access("Everything here")
    for _, model in viewsets_of_clinics():
        grant_in_clinic(group, clinic, model, ["add", "change", "delete", "view", "export"])
    client.force_login(make_staff("walker", group))
    return client


@pytest.fixture
def outsider(client: Client, editor: StaffUser) -> Client:
    """Signed in to edit the pages of the one clinic."""
    client.force_login(editor)
    return client


def answers(client: Client, url: str) -> Iterator[Any]:
    for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):
        yield client.get(url, headers=headers)
        yield client.post(url, {"text": "x", "version": 1}, headers=headers)


def body(response: Any) -> str:
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace").lower()


def test_there_is_something_to_walk() -> None:
    viewset_of = {model: viewset for viewset, model in viewsets_of_clinics()}

    assert {url.name for url in urls_of(viewset_of[Lead])} >= {
        "leads:index",
        "leads:index_results",
        "leads:queue",
        "leads:export",
        "leads:bulk",
        "leads:bulk_done",
        "leads:view_new",
        "leads:view_edit",
        "leads:inspect",
        "leads:move",
        "leads:note",
        "leads:undo_move",
        "leads:assign",
        "leads:board",
        "leads:board_results",
        "leads:news",
        "leads:write_email",
        "leads:write_text",
    }
    assert {url.name for url in urls_of(viewset_of[HeldLead])} == {
        "held_leads:index",
        "held_leads:index_results",
        "held_leads:inspect",
        "held_leads:decide",
    }


def test_a_row_of_another_clinic_is_not_found_by_any_url(walker: Client, theirs: dict[type[Model], Model]) -> None:
    for viewset, model in viewsets_of_clinics():
        for url in urls_of(viewset):
            if not url.takes_key:
                continue
            address = reverse(url.name, args=[theirs[model].pk])
            for response in answers(walker, address):
                # 405: a view that never looks at what is posted.
                assert response.status_code in {404, 405}, (url.name, response.status_code)
                assert MARKER.lower() not in body(response), url.name


def test_it_looks_like_a_row_that_never_was(walker: Client, theirs: dict[type[Model], Model]) -> None:
    for viewset, model in viewsets_of_clinics():
        for url in urls_of(viewset):
            if not url.takes_key:
                continue
            foreign, unknown = theirs[model].pk, unknown_key(theirs[model].pk)
            pages = [
                body(walker.get(reverse(url.name, args=[key]))).replace(f"/{key}/", "/KEY/")
                for key in (foreign, unknown)
            ]
            assert pages[0] == pages[1], url.name


def unknown_key(like: Any) -> Any:
    return uuid7() if isinstance(like, UUID) else like + 100_000


@pytest.mark.parametrize(
    "query", ["", f"?q={MARKER}", "?clinic={clinic}", "?ordering=-clinic", "?export=csv", "?export=xlsx"]
)
def test_no_list_shows_a_row_of_another_clinic(
    walker: Client, theirs: dict[type[Model], Model], other_clinic: Clinic, query: str
) -> None:
    for viewset, _model in viewsets_of_clinics():
        for url in urls_of(viewset):
            if url.takes_key:
                continue
            response = walker.get(reverse(url.name) + query.format(clinic=other_clinic.pk))
            assert response.status_code in {200, 204}, url.name  # 204: no news, and no stream
            # The search field and the links to more pages repeat what was typed, a chooser's inside a string of JSON.
            typed = re.compile(rf'(value=\\?"|[?;&]q=){MARKER}', re.IGNORECASE)
            assert MARKER.lower() not in typed.sub("", body(response)), url.name


def test_an_editor_of_pages_finds_nothing_at_all(
    outsider: Client, theirs: dict[type[Model], Model], clinic: Clinic, make_lead: Callable[..., Lead]
) -> None:
    for lead in (theirs[Lead], make_lead(clinic, full_name=f"{MARKER} Here")):
        for name in ("inspect", "move", "note", "write_email", "write_text"):
            for response in answers(outsider, reverse(f"leads:{name}", args=[lead.pk])):
                assert response.status_code == 404, name
                assert MARKER.lower() not in body(response), name
    held = make_lead(clinic, full_name=f"{MARKER} Here", quarantine_reason="honeypot")
    for key in (theirs[HeldLead].pk, held.pk):
        for name in ("inspect", "decide"):
            for response in answers(outsider, reverse(f"held_leads:{name}", args=[key])):
                assert response.status_code == 404, name
                assert MARKER.lower() not in body(response), name
    for namespace in ("leads", "held_leads"):
        for name in ("index", "index_results", *OF_LEADS_ALONE[namespace]):
            response = outsider.get(reverse(f"{namespace}:{name}"))
            assert (response.status_code, response["Location"]) == (302, "/admin/"), name


@pytest.mark.parametrize("view", ["choose", "choose_results", "chosen_multiple"])
def test_a_chooser_offers_an_editor_the_clinics_own_rows_and_the_networks(
    outsider: Client, theirs: dict[type[Model], Model], clinic: Clinic, view: str
) -> None:
    own, network = library_of(clinic, word="Ours"), library_of(None, word="Everybody")

    for name, model in (("questions", FAQ), ("testimonials", Story), ("consult-forms", ConsultForm)):
        keys = [row[model].pk for row in (own, network, theirs)]
        response = outsider.get(reverse(f"choose-{name}:{view}"), {"id": keys})

        shown = body(response)
        assert "ours" in shown, name
        assert "everybody" in shown, name
        assert MARKER.lower() not in shown, name


def test_a_network_row_may_be_chosen_but_not_edited_by_a_clinics_editor(outsider: Client) -> None:
    question = library_of(None, word="Everybody")[FAQ]

    assert outsider.get(reverse("choose-questions:chosen", args=[question.pk])).status_code == 200
    assert outsider.get(reverse("questions:edit", args=[question.pk])).status_code == 404
    assert "everybody" not in body(outsider.get(reverse("questions:index")))


@pytest.mark.parametrize(
    "model", ["sites.FAQ", "sites.Testimonial", "sites.TreatmentPrice", "sites.ProtocolFact", "sites.ConsultForm"]
)
def test_a_block_chooses_through_the_scoped_chooser(model: str) -> None:
    reverse("wagtailadmin_home")  # Wagtail reads its hooks when it reads its URLs

    block = SnippetChooserBlock(model)

    assert block.widget.get_chooser_modal_url().startswith("/admin/choose-")


def test_a_chooser_shows_nothing_to_somebody_without_any_right_to_its_rows(
    signed_in: Client, theirs: dict[type[Model], Model], clinic: Clinic
) -> None:
    library_of(clinic, word=MARKER)
    question = library_of(None, word=MARKER)[FAQ]

    assert signed_in.get(reverse("choose-questions:chosen", args=[question.pk])).status_code == 404
    for view in ("choose", "choose_results", "chosen_multiple"):
        assert MARKER.lower() not in body(signed_in.get(reverse(f"choose-questions:{view}"), {"id": question.pk}))


def test_an_editor_saves_rows_in_their_own_clinic_alone(outsider: Client, clinic: Clinic, other_clinic: Clinic) -> None:
    typed = {"question": "Do I need a driver?", "answer": "null", "treatment": ""}

    for refused in (other_clinic.pk, ""):
        assert outsider.post(reverse("questions:add"), typed | {"clinic": str(refused)}).status_code == 200
        assert not FAQ.objects.exists()
    prices = {"label": "A first visit", "amount": "90", "note": "", "treatment": "", "clinic": str(clinic.pk)}
    outsider.post(reverse("prices:add"), prices)
    outsider.post(reverse("prices:add"), prices | {"clinic": str(other_clinic.pk)})

    assert [price.clinic for price in TreatmentPrice.objects.all()] == [clinic]


def test_somebody_signed_out_is_asked_to_sign_in(client: Client, theirs: dict[type[Model], Model]) -> None:
    for viewset, model in viewsets_of_clinics():
        for url in urls_of(viewset):
            args = [theirs[model].pk] if url.takes_key else []
            response = client.get(reverse(url.name, args=args))
            assert response.status_code == 302, url.name
            assert response["Location"].startswith("/admin/login/"), url.name


def test_who_may_see_there_and_change_here_does_not_change_there(
    client: Client,
    make_staff: Callable[..., StaffUser],
    clinic: Clinic,
    other_clinic: Clinic,
    make_lead: Callable[..., Lead],
) -> None:
    group = group_with_admin_access("Here and there")
    grant_in_clinic(group, clinic, Lead, ["change", "view"])
    grant_in_clinic(group, other_clinic, Lead, ["view"])
    client.force_login(make_staff("two-faced", group))
    lead = make_lead(other_clinic)

    page = client.get(reverse("leads:inspect", args=[lead.pk]))
    refused = client.post(reverse("leads:note", args=[lead.pk]), {"text": "A note"})

    assert page.status_code == 200
    assert reverse("leads:note", args=[lead.pk]) not in page.content.decode()
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert lead.events.filter(kind="note").count() == 0


def test_wagtails_own_urls_about_any_model_say_nothing_of_a_foreign_row(
    walker: Client, theirs: dict[type[Model], Model]
) -> None:
    """Who else is looking, and actions on many rows, are reached by the name of the model and a key."""
    for _viewset, model in viewsets_of_clinics():
        names, key = (model._meta.app_label, model._meta.model_name), theirs[model].pk
        sessions = reverse("wagtailadmin_editing_sessions:ping", args=[*names, key, 1])
        bulk = reverse("wagtail_bulk_action", args=[*names, "delete"])
        for response in (
            *answers(walker, sessions),
            *answers(walker, f"{bulk}?id={key}"),
            *answers(walker, f"{bulk}?id=all"),
        ):
            assert response.status_code in {404, 405}, (model, response.status_code)
            assert MARKER.lower() not in body(response), model

"""Which nodes a page has: the page, where it stands, the network, its clinic, and what its type adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils import timezone, translation
from wagtail.blocks import StreamValue
from wagtail.models import Page

from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    ClinicTreatmentPage,
    ConditionIndexPage,
    ConditionPage,
    HomePage,
    Provider,
    ProviderPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from sites.navigation import Navigation
from sites.page_head import PageHead
from sites.structured_data.articles import article_node
from sites.structured_data.breadcrumbs import breadcrumb_node
from sites.structured_data.clinics import clinic_node
from sites.structured_data.conditions import condition_node
from sites.structured_data.faqs import faqs_of
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.item_lists import item_list_id, item_list_node
from sites.structured_data.json_ld import Node
from sites.structured_data.networks import network_node, website_node
from sites.structured_data.providers import provider_node
from sites.structured_data.treatments import side_effects_of, therapy_node
from sites.structured_data.web_pages import WebPage, web_page_node

SCHEMA_TYPES: dict[type[Page], str] = {
    ArticleIndexPage: "CollectionPage",
    ArticlePage: "MedicalWebPage",
    ClinicIndexPage: "CollectionPage",
    ClinicTreatmentPage: "MedicalWebPage",
    ConditionIndexPage: "CollectionPage",
    ConditionPage: "MedicalWebPage",
    ProviderPage: "ProfilePage",
    TreatmentIndexPage: "CollectionPage",
    TreatmentPage: "MedicalWebPage",
}

# Pages with a node of every clinic, which the network then names as its departments.
LISTS_CLINICS = (HomePage, ClinicIndexPage)


@dataclass(frozen=True)
class Subject:
    """What one type of page adds: nodes, and which of them the page is about."""

    nodes: tuple[Node, ...] = ()
    main_entity: str = ""


@dataclass(frozen=True)
class PageInHand:
    """A page with the context that its template gets; everything read from it is loaded already."""

    page: Any
    context: Mapping[str, Any]
    head: PageHead
    ids: Identifiers
    url: str

    @property
    def clinic(self) -> Clinic | None:
        return self.context.get("clinic") or None

    @property
    def body(self) -> Sequence[StreamValue.StreamChild]:
        """What the template shows: a clinic's page on a treatment adds the library's blocks to its own."""
        body: Any = self.context.get("body") or getattr(self.page, "body", None) or ()
        return list(body)

    @property
    def reviewer(self) -> Provider | None:
        return self.context.get("reviewer")

    def clinic_node(self, clinic: Clinic, **services: Any) -> Node:
        page_url = self.context["nav"].clinic_urls.get(clinic.slug, "")
        return clinic_node(
            clinic,
            ids=self.ids,
            url=self.ids.absolute(page_url) if page_url else "",
            today=today_at(clinic),
            **services,
        )

    def absolute(self, url: str) -> str:
        return self.ids.absolute(url) if url else ""


def nodes_of_page(page: Page, *, context: Mapping[str, Any], head: PageHead) -> list[Node]:
    """The graph of a page as its template is about to show it. Reads what `get_context` loaded."""
    hand = PageInHand(page, context, head, Identifiers(head.root_url), head.url)
    subject = SUBJECTS.get(type(page), nothing_more)(hand)
    reviewer = hand.reviewer
    network_name = context["nav"].network_name
    nodes = [
        web_page_node(
            WebPage(
                url=hand.url,
                title=head.title,
                language=translation.get_language() or "",
                schema_type=SCHEMA_TYPES.get(type(page), "WebPage"),
                description=head.description,
                image_url=head.image_url,
                published_at=page.first_published_at,
                modified_at=page.last_published_at,
                reviewer_id=hand.ids.provider(reviewer) if reviewer else "",
                reviewed_date=reviewed_date(page) if reviewer else None,
                main_entity=subject.main_entity,
                faqs=faqs_of(hand.body, clinic=hand.clinic, on=timezone.localdate()),
            ),
            ids=hand.ids,
        ),
        breadcrumb_node(context["breadcrumbs"], title=page.title, url=hand.url, ids=hand.ids),
        website_node(network_name, ids=hand.ids),
        network_node(network_name, ids=hand.ids, clinics=context["clinics"] if type(page) in LISTS_CLINICS else ()),
        *subject.nodes,
    ]
    if reviewer:
        nodes.append(provider_node(reviewer, ids=hand.ids))
    if hand.clinic:
        nodes.append(hand.clinic_node(hand.clinic))
    return each_once(nodes)


def nodes_of_finder(head: PageHead, *, nav: Navigation) -> list[Node]:
    """The finder is no page of the tree: a page below the home page, and nothing it is about but the network."""
    ids = Identifiers(head.root_url)
    page = WebPage(
        url=head.url,
        title=head.title,
        language=translation.get_language() or "",
        description=head.description,
        image_url=head.image_url,
        about=[ids.network],
    )
    return [
        web_page_node(page, ids=ids),
        breadcrumb_node([(nav.network_name, nav.home_url)], title=head.title, url=head.url, ids=ids),
        website_node(nav.network_name, ids=ids),
        network_node(nav.network_name, ids=ids),
    ]


def reviewed_date(page: Any) -> date | None:
    """A clinic's page on a treatment was reviewed with the library's page."""
    source = page.library_page if isinstance(page, ClinicTreatmentPage) else page
    return cast("date | None", source.reviewed_date)


def today_at(clinic: Clinic) -> date:
    return clinic.local_date(at=timezone.now())


def each_once(nodes: list[Node]) -> list[Node]:
    """The first node of every identifier: what a page type tells comes before what every page tells."""
    return list({str(node["@id"]): node for node in reversed(nodes)}.values())[::-1]


# ---- what each type of page adds ----


def nothing_more(hand: PageInHand) -> Subject:
    return Subject()


def home(hand: PageInHand) -> Subject:
    clinics = tuple(hand.clinic_node(clinic) for clinic in hand.context["clinics"])
    return Subject(clinics, main_entity=hand.ids.network)


def clinic_index(hand: PageInHand) -> Subject:
    clinics = hand.context["clinics"]
    listed = item_list_node([hand.ids.clinic(clinic) for clinic in clinics], page_url=hand.url)
    return Subject((listed, *(hand.clinic_node(clinic) for clinic in clinics)), main_entity=item_list_id(hand.url))


def clinic_page(hand: PageInHand) -> Subject:
    clinic = hand.context["clinic"]
    links = hand.context["treatment_pages"]
    paid_by = hand.context["directory"].payment_methods(clinics=[clinic]).get(clinic.pk, ())
    node = hand.clinic_node(
        clinic,
        treatments=[link.treatment for link in links],
        payment_methods=paid_by,
        image_url=hand.head.image_url,
    )
    therapies = [therapy_node(link.treatment, ids=hand.ids, url=hand.ids.absolute(link.url)) for link in links]
    staff = [
        provider_node(provider, ids=hand.ids, url=hand.absolute(link.url), clinic=clinic, role=role)
        for provider, role, link in hand.context["providers"]
    ]
    return Subject((node, *therapies, *staff), main_entity=hand.ids.clinic(clinic))


def provider_page(hand: PageInHand) -> Subject:
    provider, role = hand.context["provider"], hand.context["role"]
    node = provider_node(
        provider, ids=hand.ids, url=hand.url, clinic=hand.clinic if role else None, role=role.title if role else ""
    )
    return Subject((node,), main_entity=hand.ids.provider(provider))


def treatment_page(hand: PageInHand) -> Subject:
    treatment = hand.page.treatment
    # A clinic's page that adds little points at the library's: so does the therapy.
    url = hand.page.canonical_url
    told = side_effects_of(hand.body, hand.context)
    node = therapy_node(treatment, ids=hand.ids, url=url, side_effects=told)
    return Subject((node,), main_entity=hand.ids.treatment(treatment))


def condition_page(hand: PageInHand) -> Subject:
    links = hand.context["treatment_links"]
    therapies = [
        therapy_node(link.treatment, ids=hand.ids, url=hand.ids.absolute(link.url) if link.url else "")
        for link in links
    ]
    condition = hand.page.condition
    node = condition_node(condition, ids=hand.ids, url=hand.url, treatments=[link.treatment for link in links])
    return Subject((node, *therapies), main_entity=hand.ids.condition(condition))


def article_page(hand: PageInHand) -> Subject:
    page: ArticlePage = hand.page
    person = hand.context["people"].get(page.author_id)
    author = person.provider if person else None
    node = article_node(
        page,
        ids=hand.ids,
        url=hand.url,
        author=author,
        description=hand.head.description,
        image_url=hand.head.image_url,
    )
    authors = (provider_node(author, ids=hand.ids),) if author else ()
    return Subject((node, *authors), main_entity=str(node["@id"]))


SUBJECTS: dict[type[Page], Callable[[PageInHand], Subject]] = {
    ArticlePage: article_page,
    ClinicIndexPage: clinic_index,
    ClinicPage: clinic_page,
    ClinicTreatmentPage: treatment_page,
    ConditionPage: condition_page,
    HomePage: home,
    ProviderPage: provider_page,
    TreatmentPage: treatment_page,
}

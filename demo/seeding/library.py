from collections.abc import Callable
from typing import Any

from demo.content.articles import ARTICLES
from demo.content.conditions import CONDITIONS
from demo.content.shapes import ArticleContent, Block
from demo.content.treatments import TREATMENTS
from demo.pictures import scene
from demo.seeding.pictures import ensure_image
from sites.bootstrapping import ensure_child
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    Clinic,
    Condition,
    ExternalResource,
    Fact,
    HomePage,
    Provider,
    Testimonial,
    Treatment,
)

ARTICLE_HUE, ARTICLE_CHROMA = 195, 0.7


def seed_library(clinics: dict[str, Clinic]) -> dict[str, Treatment]:
    """Conditions, and treatments by slug with the clinics that offer them."""
    from demo.content.clinics import CLINICS

    conditions = {}
    for each in CONDITIONS:
        defaults = {"name": each.name, "summary": each.summary[:300], "definition": each.definition}
        conditions[each.slug] = Condition.objects.get_or_create(slug=each.slug, defaults=defaults)[0]
    treatments = {}
    for content in TREATMENTS:
        treatment, is_new = Treatment.objects.get_or_create(
            slug=content.slug,
            defaults={
                "name": content.name,
                "summary": content.summary[:300],
                "is_off_label": bool(content.off_label_notice),
                "session_length": content.session_length[:80],
            },
        )
        if is_new:
            treatment.conditions.set(conditions[slug] for slug in content.conditions)
            treatment.clinics.set(clinics[each.slug] for each in CLINICS if content.slug in each.treatments)
        treatments[content.slug] = treatment
    return treatments


def seed_articles(home: HomePage, providers: dict[str, Provider]) -> None:
    index = ArticleIndexPage.objects.child_of(home).get()
    for content in ARTICLES:
        if not ArticlePage.objects.child_of(index).filter(slug=content.slug).exists():
            make_article(index, content, providers)


def make_article(index: ArticleIndexPage, content: ArticleContent, providers: dict[str, Provider]) -> None:
    origin = content.origin
    article = ensure_child(
        index,
        ArticlePage,
        slug=content.slug,
        title=content.title,
        deck=content.deck,
        search_description=content.deck[:250],
        published_date=content.published,
        author=providers.get(content.byline.provider),
        author_name=content.byline.name,
        author_degree=content.byline.degree,
        reviewer=providers.get(content.reviewed_by),
        reviewed_date=content.reviewed,
        picture=ensure_image(
            f"Scene {content.slug}",
            lambda: scene(content.scene, hue=ARTICLE_HUE, chroma=ARTICLE_CHROMA),
            description="A drawn landscape",
        ),
        body=stream(content.body),
        origin_publisher=origin.publisher if origin else "",
        origin_url=origin.url if origin else "",
        origin_author=", ".join(part for part in (origin.author, origin.degree) if part) if origin else "",
        origin_date=origin.first_published if origin else None,
        origin_licence=origin.licence[:200] if origin else "",
    )
    article.conditions.set(Condition.objects.filter(slug__in=content.conditions))
    article.treatments.set(Treatment.objects.filter(slug__in=content.treatments))
    article.save_revision().publish()


def stream(body: tuple[Block, ...]) -> list[tuple[str, object]]:
    """Content blocks as a StreamField's. Benefits and the side effects after them become one balance block."""
    blocks: list[tuple[str, object]] = []
    benefits: tuple[object, ...] = ()
    for kind, content in body:
        value: Any = content  # what it is depends on the kind; see BlockValue
        if kind == "benefits":
            benefits = value
        elif kind == "side_effects":
            blocks.append(("balance", {"benefits": list(benefits), "side_effects": list(value)}))
        else:
            blocks.append((BLOCK_OF.get(kind, kind), STORED.get(kind, as_it_is)(value)))
    return blocks


def titled(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """(title, text) as steps, tips and points of a mechanism hold them."""
    return [{"title": title, "text": text} for title, text in pairs]


def chosen_rows(kind: str, names: tuple[str, ...]) -> list[Any]:
    """Rows of the library by the names that an article's content gives, in its order."""
    if kind == "testimonials":
        rows: dict[str, Any] = {row.display_name: row for row in Testimonial.objects.filter(display_name__in=names)}
    else:
        rows = {row.name: row for row in ExternalResource.objects.filter(name__in=names)}
    return [rows[name] for name in names if name in rows]


def as_it_is(value: object) -> object:
    return value


# Where the block has another name than the content's.
BLOCK_OF = {"paragraph": "prose", "side_effects_by_dose": "side_effects"}
# What each block holds; the others hold the content as it is.
STORED: dict[str, Callable[[Any], object]] = {
    "definitions": lambda pairs: [{"term": term, "definition": text} for term, text in pairs],
    "steps": titled,
    "tips": lambda pairs: {"tips": titled(pairs)},
    "testimonials": lambda names: {"testimonials": chosen_rows("testimonials", names)},
    "resources": lambda names: {"resources": chosen_rows("resources", names)},
    "statistic": lambda wording: {"fact": Fact.objects.get(wording=wording)},
    "side_effects_by_dose": lambda slug: {"treatment": Treatment.objects.get(slug=slug), "side_effects": []},
    "quote": lambda pair: {"text": pair[0], "source": pair[1]},
    "newsletter_form": lambda heading: {"heading": heading},
    "consult_form": lambda heading: {"heading": heading},
    "phone_action": lambda text: {"text": text},
    "notice": lambda text: {"text": text},
    "legal_notice": lambda text: {"text": text},
    "clinic_cards": lambda _: {"clinics": []},
    "map": lambda _: {"clinic": None},
}

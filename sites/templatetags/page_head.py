"""The head of a page, for search engines and for sharing; see `sites/page_head.py`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from sites import structured_data
from sites.finder.findings import Findings
from sites.finder.head import finder_head
from sites.models import CarefrontPage
from sites.page_head import PageHead, head_of

register = template.Library()


@register.simple_tag(name="page_head", takes_context=True)
def page_head_tag(context: Mapping[str, Any]) -> PageHead | None:
    """None for an answer that search engines shall not list, and for a preview of a page that has no address yet."""
    if isinstance(findings := context.get("findings"), Findings):
        return finder_head(findings, nav=context["nav"], request=context["request"])
    page = context.get("page")
    if not isinstance(page, CarefrontPage) or not page.get_full_url(context.get("request")):
        return None
    return head_of(page, context=context)


@register.simple_tag(name="structured_data", takes_context=True)
def structured_data_tag(context: Mapping[str, Any], head: PageHead) -> SafeString:
    if isinstance(context.get("findings"), Findings):
        nodes = structured_data.nodes_of_finder(head, nav=context["nav"])
    else:
        nodes = structured_data.nodes_of_page(context["page"], context=context, head=head)
    return structured_data.script_element(nodes)

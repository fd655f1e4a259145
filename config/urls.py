"""What is where. Mounts what the apps export."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from config.health import healthz, readyz
from config.metrics import metrics
from leads.workspace_home import show_home
from sites.article_feed import ArticleFeed
from sites.finder.views import find_a_clinic
from sites.media import serve_media
from sites.search.views import search_site
from sites.sitemap import FinderSitemap, SiteSitemap
from sites.views import brand_stylesheet, brand_swatches, finder_image, llms_txt, robots_txt, share_image
from sites.viewsets import wagtail_doors

handler404 = "sites.error_pages.not_found"
handler500 = "sites.error_pages.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("robots.txt", robots_txt),
    path("llms.txt", llms_txt),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": SiteSitemap, "finder": FinderSitemap}}),
    path("og/<int:page_pk>-<slug:version>.png", share_image, name="share_image"),
    path("og/finder-<slug:language_code>-<slug:version>.png", finder_image, name="finder_image"),
    path("brand/<int:hue>-<int:chroma>.css", brand_stylesheet, name="brand_stylesheet"),
    path("brand/<int:hue>-<int:chroma>.svg", brand_swatches, name="brand_swatches"),
    path("admin/", show_home),  # Wagtail's name for it, `wagtailadmin_home`, leads here too
    path("admin/", include(wagtail_doors)),
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, wagtail_doors.about_pages_in_reach))),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("leads.urls")),
    path("media/<path:path>", serve_media),
]

urlpatterns += i18n_patterns(
    path("find-a-clinic/", find_a_clinic, name="find_a_clinic"),
    path("search/", search_site, name="search_site"),
    path("feed.xml", ArticleFeed(), name="article_feed"),
    path("", include("sites.urls")),
    prefix_default_language=False,
)

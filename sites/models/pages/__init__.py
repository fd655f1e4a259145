from sites.models.pages.articles import ArticleIndexPage, ArticlePage
from sites.models.pages.base import CarefrontPage
from sites.models.pages.clinics import ClinicIndexPage, ClinicPage, ProviderPage
from sites.models.pages.network import HomePage, StandardPage
from sites.models.pages.treatments import TreatmentIndexPage, TreatmentPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CarefrontPage",
    "ClinicIndexPage",
    "ClinicPage",
    "HomePage",
    "ProviderPage",
    "StandardPage",
    "TreatmentIndexPage",
    "TreatmentPage",
]

from sites.models.pages.articles import ArticleIndexPage, ArticlePage
from sites.models.pages.base import CarefrontPage
from sites.models.pages.clinic_treatments import ClinicTreatmentPage
from sites.models.pages.clinics import ClinicIndexPage, ClinicPage, ProviderPage
from sites.models.pages.conditions import ConditionIndexPage, ConditionPage
from sites.models.pages.network import HomePage, StandardPage
from sites.models.pages.treatments import TreatmentIndexPage, TreatmentPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CarefrontPage",
    "ClinicIndexPage",
    "ClinicPage",
    "ClinicTreatmentPage",
    "ConditionIndexPage",
    "ConditionPage",
    "HomePage",
    "ProviderPage",
    "StandardPage",
    "TreatmentIndexPage",
    "TreatmentPage",
]

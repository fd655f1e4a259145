from sites.models.clinic import Clinic
from sites.models.clinic_hours import Closure, OpeningHours
from sites.models.clinic_phone import ClinicPhone
from sites.models.condition import Condition
from sites.models.group_permission import GroupClinicPermission
from sites.models.pages import (
    ArticleIndexPage,
    ArticlePage,
    CarefrontPage,
    ClinicIndexPage,
    ClinicPage,
    HomePage,
    ProviderPage,
    StandardPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from sites.models.practice import Practice
from sites.models.provider import Credential, Provider, ProviderCredential, ProviderRole
from sites.models.treatment import Treatment

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CarefrontPage",
    "Clinic",
    "ClinicIndexPage",
    "ClinicPage",
    "ClinicPhone",
    "Closure",
    "Condition",
    "Credential",
    "GroupClinicPermission",
    "HomePage",
    "OpeningHours",
    "Practice",
    "Provider",
    "ProviderCredential",
    "ProviderPage",
    "ProviderRole",
    "StandardPage",
    "Treatment",
    "TreatmentIndexPage",
    "TreatmentPage",
]

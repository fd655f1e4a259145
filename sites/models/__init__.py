from sites.models.clinic import Clinic
from sites.models.clinic_hours import Closure, OpeningHours
from sites.models.clinic_phone import ClinicPhone
from sites.models.condition import Condition
from sites.models.consent_wording import ConsentWording
from sites.models.consult_form import ConsultForm, ConsultQuestion
from sites.models.external_resource import ExternalResource
from sites.models.fact import Fact
from sites.models.faq import FAQ
from sites.models.group_permission import GroupClinicPermission
from sites.models.pages import (
    ArticleIndexPage,
    ArticlePage,
    CarefrontPage,
    ClinicIndexPage,
    ClinicPage,
    ClinicTreatmentPage,
    ConditionIndexPage,
    ConditionPage,
    HomePage,
    ProviderPage,
    StandardPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from sites.models.payment_method import PaymentMethod
from sites.models.place import Place
from sites.models.practice import Practice
from sites.models.protocol_fact import ProtocolFact
from sites.models.provider import Credential, Provider, ProviderCredential, ProviderRole
from sites.models.side_effect import SideEffect
from sites.models.testimonial import Testimonial
from sites.models.treatment import Treatment
from sites.models.treatment_price import TreatmentPrice

__all__ = [
    "FAQ",
    "ArticleIndexPage",
    "ArticlePage",
    "CarefrontPage",
    "Clinic",
    "ClinicIndexPage",
    "ClinicPage",
    "ClinicPhone",
    "ClinicTreatmentPage",
    "Closure",
    "Condition",
    "ConditionIndexPage",
    "ConditionPage",
    "ConsentWording",
    "ConsultForm",
    "ConsultQuestion",
    "Credential",
    "ExternalResource",
    "Fact",
    "GroupClinicPermission",
    "HomePage",
    "OpeningHours",
    "PaymentMethod",
    "Place",
    "Practice",
    "ProtocolFact",
    "Provider",
    "ProviderCredential",
    "ProviderPage",
    "ProviderRole",
    "SideEffect",
    "StandardPage",
    "Testimonial",
    "Treatment",
    "TreatmentIndexPage",
    "TreatmentPage",
    "TreatmentPrice",
]

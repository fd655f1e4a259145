"""Shapes of the demo content: frozen, made of plain values, so that seeding decides alone how rows look."""

from .articles import ArticleContent, Block, BlockType, BlockValue, Byline, Origin
from .consult_forms import ConsultFormContent, FormQuestion
from .medicine import (
    ConditionContent,
    CredentialContent,
    DoseBand,
    ProviderContent,
    SchemaType,
    SideEffect,
    TreatmentContent,
)
from .places import ClinicContent, Closure, Hours, NetworkContent, Phone, PhoneKind, PracticeContent
from .references import (
    FactContent,
    PaymentKind,
    PaymentMethodContent,
    PriceContent,
    ProtocolContent,
    QuestionContent,
    ResourceContent,
    StoryContent,
)
from .requests import PersonRequest

__all__ = [
    "ArticleContent",
    "Block",
    "BlockType",
    "BlockValue",
    "Byline",
    "ClinicContent",
    "Closure",
    "ConditionContent",
    "ConsultFormContent",
    "CredentialContent",
    "DoseBand",
    "FactContent",
    "FormQuestion",
    "Hours",
    "NetworkContent",
    "Origin",
    "PaymentKind",
    "PaymentMethodContent",
    "PersonRequest",
    "Phone",
    "PhoneKind",
    "PracticeContent",
    "PriceContent",
    "ProtocolContent",
    "ProviderContent",
    "QuestionContent",
    "ResourceContent",
    "SchemaType",
    "SideEffect",
    "StoryContent",
    "TreatmentContent",
]

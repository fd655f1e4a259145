"""Shapes of the demo content: frozen, made of plain values, so that seeding decides alone how rows look."""

from .articles import ArticleContent, Block, BlockType, BlockValue, Byline, Origin
from .medicine import (
    ConditionContent,
    CredentialContent,
    DoseBand,
    ProviderContent,
    SchemaType,
    SideEffect,
    Statistic,
    TreatmentContent,
)
from .places import ClinicContent, Closure, Hours, NetworkContent, Phone, PhoneKind, PracticeContent
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
    "CredentialContent",
    "DoseBand",
    "Hours",
    "NetworkContent",
    "Origin",
    "PersonRequest",
    "Phone",
    "PhoneKind",
    "PracticeContent",
    "ProviderContent",
    "SchemaType",
    "SideEffect",
    "Statistic",
    "TreatmentContent",
]

"""What a list of leads can show of each, and write into a sheet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from leads.due_words import DueWords, due_tag
from leads.forms import ConsultRequestForm
from leads.models import DoNotContact, Lead
from protection.data_classes import DataClass, allowed_class
from sites.viewsets.columns import CardColumn, ago, link, status_tag

Channel = DoNotContact.Channel
PREFERRED_CONTACT_LABELS = {"": "", **dict(ConsultRequestForm.PREFERRED_CONTACT)}


@dataclass(frozen=True)
class LeadColumn:
    """`cell` makes HTML for a page, `text` what a sheet holds; both want person, clinic, stage and owner loaded."""

    name: str
    label: str | Promise
    data_class: DataClass
    text: Callable[[Lead], str]
    cell: Callable[[Lead], SafeString | str] | None = None
    """None: as the text."""
    sort_key: str | None = None
    classname: str | None = None
    is_usual: bool = True
    """Shown to somebody who chose nothing."""
    channel: str = ""
    """How its link reaches the person; empty where it does not."""


def name_cell(lead: Lead) -> SafeString:
    name = link(reverse("leads:inspect", args=[lead.pk]), lead.shown_name)
    if not lead.crisis_flagged_at:
        return name
    words = _("Look first: may be in a crisis") if lead.waits_for_a_look else _("May be in a crisis; looked at")
    flag = "lead-flag" if lead.waits_for_a_look else "lead-flag lead-flag-seen"
    return format_html('{} <span class="{}">{}</span>', name, flag, words)


def stage_cell(lead: Lead) -> SafeString:
    return status_tag(lead.stage.name, is_live=lead.is_open())


def missing(words: str | Promise) -> SafeString:
    """In place of an empty cell, where somebody would look twice for what is not there."""
    return format_html('<span class="lead-muted">{}</span>', words)


def phone_cell(lead: Lead) -> SafeString:
    number = lead.phone_number
    return format_html('<a href="{}">{}</a>', number.tel_uri, number.display) if number else missing(_("No phone"))


def refused(text: str, channel: str) -> SafeString:
    """In place of a link that nobody may use."""
    words = _("do not call") if channel == Channel.CALL else _("do not write")
    return format_html('<span class="lead-forbidden">{}: <strong>{}</strong></span>', text, words)


def phone_text(lead: Lead) -> str:
    return lead.phone_number.display if lead.phone_number else ""


def email_cell(lead: Lead) -> SafeString | str:
    return link(f"mailto:{lead.person.email}", lead.person.email) if lead.person.email else ""


def preferred_contact(lead: Lead) -> str:
    return str(PREFERRED_CONTACT_LABELS.get(lead.person.preferred_contact, lead.person.preferred_contact))


def owner_text(lead: Lead) -> str:
    return str(get_user_display_name(lead.owner)) if lead.owner else ""


def owner_cell(lead: Lead) -> SafeString | str:
    return owner_text(lead) or missing(_("Nobody yet"))


def moment(value: datetime | None) -> str:
    """By the clock of whoever reads it, in a form that spreadsheets take for a time."""
    return localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


COLUMNS = {
    column.name: column
    for column in (
        LeadColumn(
            "name",
            _("Name"),
            DataClass.CONTACT,
            lambda lead: lead.shown_name,
            name_cell,
            sort_key="person__full_name",
            classname="title",
        ),
        LeadColumn("clinic", _("Clinic"), DataClass.REFERENCE, lambda lead: lead.clinic.name),
        LeadColumn("stage", _("Stage"), DataClass.REFERENCE, lambda lead: lead.stage.name, stage_cell),
        LeadColumn("due_at", _("Due"), DataClass.REFERENCE, lambda lead: moment(lead.due_at), sort_key="due_at"),
        LeadColumn(
            "phone",
            _("Phone"),
            DataClass.CONTACT,
            phone_text,
            phone_cell,
            classname="card-call",
            channel=Channel.CALL,
        ),
        LeadColumn(
            "email",
            _("E-mail"),
            DataClass.CONTACT,
            lambda lead: lead.person.email,
            email_cell,
            is_usual=False,
            channel=Channel.EMAIL,
        ),
        LeadColumn("preferred_contact", _("Answer by"), DataClass.PREFERENCE, preferred_contact),
        LeadColumn("language", _("Language"), DataClass.PREFERENCE, lambda lead: lead.person.language, is_usual=False),
        LeadColumn("state", _("State"), DataClass.CONTACT, lambda lead: lead.person.state, is_usual=False),
        LeadColumn(
            "created_at",
            _("Received"),
            DataClass.REFERENCE,
            lambda lead: moment(lead.created_at),
            lambda lead: ago(lead.created_at),
            sort_key="created_at",
            is_usual=False,
        ),
        LeadColumn(
            "last_requested_at",
            _("Last asked"),
            DataClass.REFERENCE,
            lambda lead: moment(lead.last_requested_at),
            lambda lead: ago(lead.last_requested_at),
            sort_key="last_requested_at",
        ),
        LeadColumn("owner", _("Owner"), DataClass.REFERENCE, owner_text, owner_cell),
    )
}
# Without it no row leads anywhere.
ALWAYS_SHOWN = "name"


def chosen_columns(names: Iterable[str]) -> list[LeadColumn]:
    """The columns of these names, in the order of the table; those that there are not, left out. None: the usual."""
    wanted = {*names} & {*COLUMNS}
    if not wanted:
        return [column for column in COLUMNS.values() if column.is_usual]
    return [column for column in COLUMNS.values() if column.name in wanted or column.name == ALWAYS_SHOWN]


def exportable(columns: Iterable[LeadColumn]) -> list[LeadColumn]:
    """Those of a class that may leave as a sheet."""
    highest = allowed_class("export", DataClass.HEALTH)
    return [column for column in columns if column.data_class <= highest]


def table_columns(
    columns: Sequence[LeadColumn], words: Mapping[Lead, DueWords], forbidden: Mapping[UUID, Sequence[str]]
) -> list[CardColumn]:
    """For a table of leads whose clocks are told in `words`.

    Args:
        forbidden: the channels on which a person must not be contacted, by their id.
    """

    def of_channel(column: LeadColumn, lead: Lead) -> Any:
        text = column.text(lead)
        if text and column.channel in forbidden.get(lead.person_id, ()):
            return refused(text, column.channel)
        return column.cell(lead) if column.cell else text

    def cell_of(column: LeadColumn) -> Callable[[Lead], Any]:
        if column.name == "due_at":
            return lambda lead: due_tag(words[lead])
        if column.channel:
            return partial(of_channel, column)
        return column.cell or column.text

    return [
        CardColumn(
            column.name,
            label=str(column.label),  # translated once, not for each cell
            accessor=cell_of(column),
            sort_key=column.sort_key,
            classname=column.classname,
        )
        for column in columns
    ]

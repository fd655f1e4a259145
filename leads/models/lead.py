from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from leads.models.stage import Stage
from protection.identifiers import uuid7
from sites.answer_times import answer_due_at
from sites.phone_numbers import PhoneNumber

IN_PIPELINE = Q(quarantine_reason="")
WORKED_ON = Q(closed_at__isnull=True, quarantine_reason="")
IDLE = WORKED_ON & Q(due_at__isnull=True)
"""Open, and nobody said when to go on."""


class LeadQuerySet(models.QuerySet["Lead"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def waiting_for_a_look(self) -> Self:
        """May be in a crisis, and nobody has looked yet."""
        return self.filter(crisis_flagged_at__isnull=False, crisis_seen_at__isnull=True)

    def matching(self, text: str) -> Self:
        """Leads whose name, e-mail or phone holds `text`; a phone in any spelling. One or two letters begin a word:
        that has an index, and is what somebody means."""
        text = " ".join(text.lower().split())
        digits = "".join(character for character in text if character.isdigit())
        if len(digits) < 3 or any(character.isalpha() for character in text):
            return self.filter(holding(text if len(text) > 2 else f" {text}"))
        is_number_alone = text.removeprefix("+") == digits
        return self.filter(holding(digits) if is_number_alone else holding(digits) | holding(text))


def holding(text: str) -> Q:
    """Of leads: that their person's name, e-mail or phone holds it, letter for letter."""
    account, at, _domain = text.partition("@")
    if not at or len(account) < 3:
        return Q(person__search_text__contains=text)
    # The index would look through everybody of that domain. It finds the account, and the row says whether it is it.
    is_theirs = GreaterThan(StrIndex("person__search_text", Value(text)), 0)
    return Q(is_theirs, person__search_text__contains=f"{account}@")


class PipelineManager(models.Manager["Lead"]):
    """Leads that people work on. What waits in quarantine is under `including_quarantine`."""

    def get_queryset(self) -> LeadQuerySet:
        return LeadQuerySet(self.model, using=self._db).filter(quarantine_reason="")

    def open(self) -> LeadQuerySet:
        return self.get_queryset().open()

    def matching(self, text: str) -> LeadQuerySet:
        return self.get_queryset().matching(text)


class Lead(models.Model):
    """One episode of a person at a clinic, in the pipeline.

    `version` grows with every change, so that a stale one can be refused. Staff code reaches leads through
    `leads.access` only: `objects` knows no clinics.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("leads.Person", on_delete=models.PROTECT, related_name="leads")
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, related_name="leads", verbose_name=_("clinic"))
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="leads", verbose_name=_("stage"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("owner"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    lost_reason = models.CharField(_("why lost"), max_length=60, blank=True)
    quarantine_reason = models.CharField(max_length=60, blank=True, editable=False)
    """Words of `leads.suspicion.Reason`, the weightiest first. Empty: not held back."""
    spam_marked_at = models.DateTimeField(_("marked as spam"), null=True, blank=True, editable=False)
    """Of a lead in quarantine: `leads.retention` deletes it some time later."""
    crisis_flagged_at = models.DateTimeField(_("may be in a crisis"), null=True, blank=True, editable=False)
    """A request held words of `leads.crisis_words`: a person looks first, and nothing automatic is sent."""
    crisis_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    """A person looked at it since the latest such request. What is automatic stays off all the same."""
    created_at = models.DateTimeField(_("received"))
    last_requested_at = models.DateTimeField(_("last asked"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    answer_due_at = models.DateTimeField(_("answer due"), null=True, editable=False)
    """By when the clinic promised to answer the latest request; None: not within its hours of the next sixty days."""
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    """When staff first called or wrote since the latest request."""
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    next_step_at = models.DateTimeField(_("next step"), null=True, editable=False)
    """Of the earliest open FollowUp; `leads.follow_ups` keeps it."""
    appointment_at = models.DateTimeField(_("appointment"), null=True, editable=False)
    """When they are to come, as the clinic's calendar told us; None: not booked, or cancelled."""
    erased_at = models.DateTimeField(null=True, editable=False)
    """As its person's: `leads.erasing`. Closed for good; nothing may be done with it."""
    due_at = models.GeneratedField(
        expression=Case(
            When(closed_at__isnull=False, then=Value(None)),
            When(answered_at__isnull=True, then=F("answer_due_at")),
            default=F("next_step_at"),
        ),
        output_field=models.DateTimeField(_("due"), null=True),
        db_persist=True,
    )
    """When somebody must act next: answer, then the next step. None for a closed lead, or one without a next step."""

    # Wagtail would keep an index of what a lead refers to, and show it to anybody who may see the clinic's usage.
    wagtail_reference_index_ignore = True

    objects = PipelineManager()
    including_quarantine = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-last_requested_at", "-id"]
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        # Whoever works leads does not take them away as a sheet: granted beside `view` and `change`.
        permissions = [("export_lead", "Can export leads")]
        # A related lead in quarantine is still a lead: joins and cascades must see it.
        base_manager_name = "including_quarantine"
        indexes = [
            models.Index(fields=["clinic", "-last_requested_at"], name="lead_list_of_clinic"),
            models.Index(fields=["stage", "-last_requested_at"], name="lead_list_of_stage"),
            models.Index(fields=["clinic", "-created_at"], name="leads_held_back", condition=~Q(quarantine_reason="")),
            models.Index(fields=["-last_requested_at", "-id"], name="lead_list_of_network"),
            models.Index(fields=["-created_at", "-id"], name="lead_list_by_arrival"),
            models.Index(fields=["clinic", "due_at"], name="queue_of_clinic", condition=WORKED_ON),
            models.Index(fields=["due_at"], name="queue_of_network", condition=WORKED_ON),
            models.Index(fields=["clinic", "-last_requested_at"], name="idle_leads_of_clinic", condition=IDLE),
            models.Index(fields=["-last_requested_at"], name="idle_leads_of_network", condition=IDLE),
            models.Index(
                fields=["crisis_flagged_at"],
                name="leads_to_look_at",
                condition=Q(crisis_flagged_at__isnull=False, crisis_seen_at__isnull=True),
            ),
            # Of closed leads too, which the board counts: `due_at` is none there.
            models.Index(fields=["clinic", "stage", "due_at", "id"], name="board_of_clinic", condition=IN_PIPELINE),
            models.Index(fields=["stage", "due_at", "id"], name="board_of_network", condition=IN_PIPELINE),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lost_reason="") | Q(closed_at__isnull=False), name="lost_leads_are_closed"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(closed_at__isnull=False), name="erased_leads_are_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"Lead {self.id.hex[-8:]}"

    @property
    def phone_number(self) -> PhoneNumber | None:
        if not self.person.phone:
            return None
        return PhoneNumber(e164=self.person.phone, extension=self.person.phone_extension)

    @property
    def shown_name(self) -> str:
        """The person's name, or for somebody who only called what is known of them. Contact, like the name."""
        if self.erased_at:
            return str(_("Erased"))
        number = self.phone_number
        if self.person.full_name:
            return self.person.full_name
        return str(_("Caller %(number)s") % {"number": number.display} if number else _("Caller, number withheld"))

    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def waits_for_a_look(self) -> bool:
        return self.crisis_flagged_at is not None and self.crisis_seen_at is None

    @property
    def is_for_people_only(self) -> bool:
        """No automatic mail, no rotation: whatever happens to this lead, a person does it."""
        return self.crisis_flagged_at is not None

    def asked_again(self, *, at: datetime) -> None:
        """Raise the lead in the list and start its clock again. Saves; the caller holds the row, its `clinic` loaded.

        A request that comes in late lowers nothing.
        """
        if at > self.last_requested_at and (self.answered_at is None or at > self.answered_at):
            if self.answered_at is not None or self.answer_due_at is None:
                self.answer_due_at = answer_due_at(self.clinic, requested_at=at)
            self.answered_at = self.answered_by = None
        self.last_requested_at = max(at, self.last_requested_at)
        self.version += 1
        changed = ["last_requested_at", "version", "answer_due_at", "answered_at", "answered_by"]
        self.save(update_fields=changed)

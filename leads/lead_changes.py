from enum import StrEnum


class LeadChange(StrEnum):
    """What a visitor did through their private link, or a calendar told. `change` of lead.updated."""

    WITHDRAWN = "withdrawn"
    TEXT_CONSENT_WITHDRAWN = "text_consent_withdrawn"
    ERASURE_REQUESTED = "erasure_requested"
    APPOINTMENT_BOOKED = "appointment_booked"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CANCELLED = "appointment_cancelled"

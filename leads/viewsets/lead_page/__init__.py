"""A lead's page and what staff do on it, a noun a module."""

from leads.viewsets.lead_page.page import LeadActionView, LeadView

__all__ = ["LeadActionView", "LeadView"]

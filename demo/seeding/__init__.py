"""The invented network, from plain data to rows, through the functions that real data goes through. Safe to repeat."""

from datetime import datetime

from demo.content.network import NETWORK
from demo.seeding.clinic_treatments import seed_clinic_treatments
from demo.seeding.clinics import seed_clinics, seed_providers
from demo.seeding.conditions import seed_condition_pages
from demo.seeding.consult_forms import seed_consult_forms
from demo.seeding.history import seed_history
from demo.seeding.library import seed_articles, seed_library
from demo.seeding.pages import seed_pages
from demo.seeding.references import seed_references
from demo.seeding.staff import seed_staff
from demo.seeding.visits import seed_visits
from leads.bootstrapping import bootstrap
from leads.models import Lead


def seed(*, leads: int, password: str, now: datetime) -> None:
    """Clinics, pages, staff and `leads` consult requests that arrived before `now`.

    What is there is left as it is; leads are added only where there are none yet.
    """
    home = bootstrap(name=NETWORK.name)
    clinics = seed_clinics(today=now.date())
    providers = seed_providers(clinics)
    treatments = seed_library(clinics)
    seed_references(clinics, treatments)
    seed_consult_forms(clinics)
    seed_pages(home, clinics, providers, treatments)
    seed_condition_pages(home, providers)
    seed_clinic_treatments(clinics)
    seed_articles(home, providers)
    seed_visits(home, clinics, treatments)
    bootstrap(name=NETWORK.name)  # now that there are clinics, their groups
    seed_staff(clinics, password=password)
    if not Lead.objects.exists():
        seed_history(clinics, count=leads, now=now)

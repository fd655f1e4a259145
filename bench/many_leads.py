"""Leads by the hundred thousand, written by plain SQL into a PostgreSQL database of a benchmark's own.

Shaped like a network that has run for two years: three in ten are open, most of those answered, some overdue; names and
numbers repeat as they do among people. Needs a configured Django.
"""

from datetime import time

from django.contrib.auth.models import Group
from django.db import connection

from leads.groups import ensure_clinic_coordinators, ensure_network_groups
from leads.models import Stage
from protection.encryption import keyring
from sites.models import Clinic, ClinicPhone, OpeningHours, Practice
from staff.models import StaffUser

FIRST_NAMES = [
    "Ana",
    "Ben",
    "Carla",
    "Dev",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Imani",
    "Jo",
    "Kai",
    "Lena",
    "Maria",
    "Noor",
    "Omar",
    "Priya",
    "Quinn",
    "Rosa",
    "Sam",
    "Tessa",
]
LAST_NAMES = [
    "Abara",
    "Beck",
    "Castillo",
    "Dorsey",
    "Engstrom",
    "Fuentes",
    "Garcia",
    "Hale",
    "Ito",
    "Jensen",
    "Keller",
    "Lindqvist",
    "Marlowe",
    "Novak",
    "Okafor",
    "Pruitt",
    "Quillfeather",
    "Romero",
    "Sato",
    "Thibodeaux",
    "Ueda",
    "Vance",
    "Whitfield",
    "Xiong",
    "Yates",
    "Zamora",
]
CLINICS = 50
PEOPLE_PER_LEAD = 0.9
BATCH = 100_000

# Version 7, so that ids come in order of time as they do in life.
ID = """(lpad(to_hex((extract(epoch from {at}) * 1000)::bigint), 12, '0')
|| '7' || substr(md5({salt} || {n}::text), 1, 3) || '8' || substr(md5({salt} || {n}::text), 4, 15))::uuid"""

# A row for each lead to be: its number, clinic, when it came, and where it stands.
ROWS = f"""
CREATE TEMPORARY TABLE made AS
SELECT n, {ID.format(at="at", salt="'person'", n="n")} AS person, {ID.format(at="at", salt="'lead'", n="n")} AS lead,
  (SELECT clinics.id[1 + (hashint8(n) & 2147483647) %% array_length(clinics.id, 1)] FROM
    (SELECT array_agg(id ORDER BY slug) AS id FROM sites_clinic WHERE slug LIKE 'many-%%') clinics) AS clinic,
  at, hashint8(n * 7) & 1023 AS luck
FROM (SELECT n, now() - (%(total)s - n) * (interval '730 days' / %(total)s) AS at
  FROM generate_series(%(first)s, %(last)s) AS n) AS numbered
"""
PEOPLE = """
INSERT INTO leads_person (id, clinic_id, full_name, email, phone, phone_extension, preferred_contact, best_time,
  language, state, communication_needs, created_at)
SELECT person, clinic,
  (%(first_names)s::text[])[1 + luck %% 20] || ' ' || (%(last_names)s::text[])[1 + (hashint8(n * 3) & 1023) %% 26],
  'person' || n || '@example.com', '+1' || (2000000000 + n * 7)::text, '', 'phone', '', 'en', '', '', at FROM made
"""
LEADS = """
INSERT INTO leads_lead (id, person_id, clinic_id, stage_id, owner_id, version, lost_reason, quarantine_reason,
  created_at, last_requested_at, closed_at, answer_due_at, answered_at, answered_by_id, next_step_at)
SELECT lead, person, clinic, CASE
    WHEN luck < 500 THEN %(lost)s WHEN luck < 716 THEN %(won)s ELSE (%(open)s::bigint[])[1 + luck %% 5] END,
  CASE WHEN luck %% 4 > 0 THEN %(owner)s END, 1 + luck %% 4, CASE WHEN luck < 500 THEN 'no_answer' ELSE '' END, '',
  at, at, CASE WHEN luck < 716 THEN at + interval '9 days' END, at + interval '2 hours',
  CASE WHEN luck %% 50 > 0 THEN at + interval '40 minutes' END, CASE WHEN luck %% 50 > 0 THEN %(owner)s END,
  CASE WHEN luck >= 716 AND luck %% 3 > 0 THEN now() + (luck - 716) * interval '1 hour' END
FROM made
"""
REQUESTS = f"""
INSERT INTO leads_consultrequest (id, lead_id, source, submission_key, digest, requested_at, full_name, email,
  phone_typed, preferred_contact, best_time, message, language, page, block, campaign, answers, attribution,
  consult_form, page_revision)
SELECT {ID.format(at="at", salt="'request'", n="n")}, lead, 'form', md5(n::text), '', at, '', '', '', 'phone', '',
  %(message)s, 'en', '/clinics/', '', '{{}}', %(answers)s, '{{}}', '', '' FROM made
"""
EVENTS = f"""
INSERT INTO leads_leadevent (id, lead_id, kind, occurred_at, data, text, actor_id)
SELECT {ID.format(at="at", salt="kind", n="n")}, lead, kind, at + later, '{{}}', '', NULL
FROM made, (VALUES ('request_received', interval '0'), ('note', interval '1 hour'),
  ('call_made', interval '40 minutes')) AS entries (kind, later)
"""


def make_staff() -> tuple[StaffUser, StaffUser]:
    """Fifty clinics with hours, a coordinator of the first of them, and an intake manager. In that order."""
    practice = Practice.objects.create(name="Many Clinics")
    clinics = [
        Clinic.objects.create(
            practice=practice,
            slug=f"many-{number:02}",
            name=f"Clinic {number:02}",
            time_zone="America/Chicago",
            street="1 Main Street",
            city="Duluth",
            state="MN",
            postal_code="55802",
        )
        for number in range(CLINICS)
    ]
    OpeningHours.objects.bulk_create(
        OpeningHours(clinic=clinic, weekday=weekday, opens=time(8), closes=time(17))
        for clinic in clinics
        for weekday in range(5)
    )
    ClinicPhone.objects.bulk_create(
        ClinicPhone(clinic=clinic, number=f"+121855501{number:02}", kind="main")
        for number, clinic in enumerate(clinics)
    )
    for clinic in clinics:
        ensure_clinic_coordinators(clinic)
    return (
        staff("bench-coordinator", ensure_clinic_coordinators(clinics[0])),
        staff("bench-manager", ensure_network_groups()),
    )


def staff(username: str, group: Group) -> StaffUser:
    user = StaffUser.objects.create_user(username=username, password=None)
    user.groups.add(group)
    return user


def make_leads(count: int, *, owner: StaffUser) -> None:
    """`count` leads of two years up to now, each with a person, a request and three entries of its timeline."""
    stages = {kind: list(Stage.objects.filter(kind=kind).values_list("pk", flat=True)) for kind in Stage.Kind.values}
    values = {
        "total": count,
        "first_names": FIRST_NAMES,
        "last_names": LAST_NAMES,
        "owner": owner.pk,
        "lost": stages["lost"][0],
        "won": stages["won"][0],
        "open": [*stages["open"], *stages["booked"]][:5],
        "message": keyring().encrypt(b"My back, for two years.").decode(),
        "answers": keyring().encrypt(b"[]").decode(),
    }
    with connection.cursor() as cursor:
        for first in range(1, count + 1, BATCH):
            bounds = {"first": first, "last": min(first + BATCH - 1, count)}
            cursor.execute("DROP TABLE IF EXISTS made")
            for sql in (ROWS, PEOPLE, LEADS, REQUESTS, EVENTS):
                cursor.execute(sql, values | bounds)
        cursor.execute("VACUUM ANALYZE")

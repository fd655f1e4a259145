"""`python -m bench.peers.wagtail_form.seed`: tables, and one form page at /ask/."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.wagtail_form.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from wagtail.models import Page  # noqa: E402

from bench.peers.wagtail_form.models import FormField, FormPage  # noqa: E402

FIELDS = {"full_name": "singleline", "email": "email", "phone": "singleline", "message": "multiline"}

call_command("migrate", verbosity=0)
home = Page.objects.get(depth=2)
page = FormPage(title="Ask", slug="ask")
page.form_fields = [
    FormField(label=name, clean_name=name, field_type=kind, required=name == "full_name")
    for name, kind in FIELDS.items()
]
home.add_child(instance=page)

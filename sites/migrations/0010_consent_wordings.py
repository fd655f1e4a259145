"""Words of consent, kept when they are saved; from now on, and those there are."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import sites.models.consent_wording


def keep_wordings(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kept = apps.get_model("sites", "ConsentWording")
    version_of = sites.models.consent_wording.wording_version
    for name in ("Clinic", "ConsultForm"):
        rows = apps.get_model("sites", name).objects.values_list("consent_contact_text", "consent_sms_text")
        texts = {text for row in rows for text in row if text}
        kept.objects.bulk_create(
            [kept(version=version_of(text), wording=text) for text in sorted(texts)], ignore_conflicts=True
        )


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0009_names_of_parts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentWording',
            fields=[
                ('version', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('wording', models.TextField()),
                ('kept_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'consent wording',
            },
        ),
        migrations.RunPython(keep_wordings, migrations.RunPython.noop),
    ]

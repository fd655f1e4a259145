from datetime import UTC, datetime

from django.db import migrations, models

# When what is stored already was changed is not known: no page shall look newer than it is.
UNKNOWN = datetime(2000, 1, 1, tzinfo=UTC)
MODELS = ["clinic", "condition", "externalresource", "fact", "faq", "sideeffect", "testimonial", "treatment"]


def clinics_changed_when_they_were_made(apps, schema_editor):
    apps.get_model("sites", "Clinic").objects.update(updated_at=models.F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("sites", "0007_campaign_numbers")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="updated_at",
                field=models.DateTimeField(auto_now=True, default=UNKNOWN),
                preserve_default=False,
            )
            for name in MODELS
        ),
        migrations.RunPython(clinics_changed_when_they_were_made, migrations.RunPython.noop, elidable=True),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrations", "0007_crm_joined_people"),
        ("sites", "0012_measured_response"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(fields=["clinic", "id"], name="events_of_clinic_in_order"),
        ),
        # After it, so that the clinic is never without an index.
        migrations.AlterField(
            model_name="outboxevent",
            name="clinic",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.clinic",
            ),
        ),
    ]

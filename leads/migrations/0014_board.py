"""The board reads each column, and counts it, from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0013_lead_export")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("quarantine_reason", "")),
                fields=["clinic", "stage", "due_at", "id"],
                name="board_of_clinic",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("quarantine_reason", "")),
                fields=["stage", "due_at", "id"],
                name="board_of_network",
            ),
        ),
    ]

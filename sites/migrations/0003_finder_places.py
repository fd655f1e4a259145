from django.db import migrations, models

from sites.places import load_places


def load(apps, schema_editor):
    load_places(apps.get_model("sites", "Place"))


class Migration(migrations.Migration):
    dependencies = [("sites", "0002_content")]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=2)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "state"), name="one_place_of_a_name_in_a_state")]
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]

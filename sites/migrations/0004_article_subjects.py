import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sites", "0003_finder_places")]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="conditions",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True, related_name="articles", to="sites.condition", verbose_name="about these conditions"
            ),
        ),
        migrations.AddField(
            model_name="articlepage",
            name="treatments",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True, related_name="articles", to="sites.treatment", verbose_name="about these treatments"
            ),
        ),
    ]

"""Crisis words with a first list, what a consent is known by, and wishes for erasure."""

import django.db.models.deletion
import protection.identifiers
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sites.models.consent_wording import wording_version

# What people write; the network's staff change the list in the admin. Accents, case, apostrophes, words run together
# and one slip in a long word are understood without rows of their own.
PHRASES = {
    "en": [
        "suicide", "suicidal", "kill myself", "killing myself", "end my life", "ending my life", "take my own life",
        "end it all", "want to die", "wanna die", "wish I was dead",
        "wish I were dead", "better off dead", "better off without me", "rather be dead", "don't want to live",
        "do not want to live", "don't want to be alive", "do not want to be alive", "don't want to be here anymore",
        "no reason to live", "nothing to live for", "can't go on", "cannot go on", "can't do this anymore",
        "hurt myself", "hurting myself", "harm myself", "harming myself", "self harm", "cut myself", "cutting myself",
        "shoot myself", "hang myself", "overdose", "jump off a bridge", "not wake up", "never wake up", "saying goodbye to everyone",
        "kms", "unalive",
    ],
    "es": [
        "suicidio", "suicida", "suicidarme", "suicidarse", "matarme", "me quiero matar", "quitarme la vida",
        "acabar con mi vida", "terminar con mi vida", "acabar con todo", "quiero morir", "quiero morirme",
        "me quiero morir", "ganas de morir", "prefiero morir", "mejor muerto", "mejor muerta", "mejor sin mí",
        "quisiera estar muerto", "quisiera estar muerta", "no quiero vivir", "no quiero seguir viviendo",
        "sin ganas de vivir", "no tengo ganas de vivir", "ninguna razón para vivir", "no puedo seguir viviendo", "hacerme daño", "lastimarme",
        "cortarme", "ahorcarme", "sobredosis", "no despertar", "despedirme de todos",
    ],
}


def add_phrases(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    phrase = apps.get_model("leads", "CrisisPhrase")
    phrase.objects.bulk_create(
        phrase(language=language, phrase=words) for language, phrases in PHRASES.items() for words in phrases
    )


def keep_wordings(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The words of newsletters as they are; those of clinics and forms are kept by the other app's migration."""
    kept = apps.get_model("sites", "ConsentWording")
    texts = apps.get_model("leads", "NewsletterList").objects.exclude(consent_text="").values_list("consent_text", flat=True)
    kept.objects.bulk_create(
        [kept(version=wording_version(text), wording=text) for text in texts], ignore_conflicts=True
    )


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0006_calls_and_tokens_of_pages'),
        ('sites', '0010_consent_wordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='CrisisPhrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=10, verbose_name='language')),
                ('phrase', models.CharField(help_text='One word or a few, as people write them.', max_length=80, unique=True, verbose_name='words')),
            ],
            options={
                'verbose_name': 'crisis words',
                'verbose_name_plural': 'crisis words',
                'ordering': ['language', 'phrase'],
            },
        ),
        migrations.AddField(
            model_name='consentrecord',
            name='evidence',
            field=models.CharField(choices=[('shown', 'The form said which words it showed'), ('assumed', 'The form did not say: the words in force'), ('unknown', 'The form showed words that nobody here knows')], default='assumed', max_length=10),
        ),
        migrations.AddField(
            model_name='lead',
            name='crisis_seen_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='consentrecord',
            name='wording',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='leadevent',
            name='kind',
            field=models.CharField(choices=[('request_received', 'Asked for a consult'), ('stage_changed', 'Moved'), ('owner_changed', 'Assigned'), ('note', 'Note'), ('call', 'Call'), ('crisis_flagged', 'May be in a crisis'), ('crisis_seen', 'Looked at it: may be in a crisis'), ('quarantined', 'Held back'), ('released', 'Released'), ('contact_corrected', 'Corrected their contact details'), ('channel_chosen', 'Chose how to be reached'), ('consent_withdrawn', 'Wants no more text messages'), ('withdrawn', 'Withdrew the request'), ('erasure_requested', 'Asked for erasure')], max_length=30),
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('requested_at', models.DateTimeField(verbose_name='asked')),
                ('due_date', models.DateField(verbose_name='to be done by')),
                ('carried_out_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_request', to='leads.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'erasure request',
                'ordering': ['due_date'],
            },
        ),
        migrations.RunPython(add_phrases, migrations.RunPython.noop),
        migrations.RunPython(keep_wordings, migrations.RunPython.noop),
    ]

"""What the coordinators' workspace stores, and the index of its search on PostgreSQL."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
import protection.encryption
import protection.identifiers
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Adding a computed column makes SQLite write the tables of leads and people anew: it trips over their triggers, and
# would drop them.
pipeline = import_module("leads.migrations.0004_pipeline")


TRIGGERS = ("lead_is_at_its_persons_clinic_INSERT", "lead_is_at_its_persons_clinic_UPDATE", "person_stays_with_its_leads")


def lift_rule(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def keep_rule(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        pipeline.add_rule(apps, schema_editor)


def add_search_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Parts of names, addresses and numbers are found by their trigrams; SQLite looks through the rows."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
        # With the clinic: a name that thousands share is found among the few of one clinic.
        columns = "clinic_id, search_text gin_trgm_ops"
        schema_editor.execute(f"CREATE INDEX person_search ON leads_person USING gin ({columns})")
        # A hundred samples, the default, do not show how often a name occurs; the plan depends on it.
        schema_editor.execute("ALTER TABLE leads_person ALTER COLUMN search_text SET STATISTICS 1000")


def drop_search_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS person_search")


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0011_person_by_addresses'),
        ('sites', '0012_measured_response'),
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift_rule, keep_rule),
        migrations.CreateModel(
            name='DoNotContact',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('channels', models.JSONField(default=list)),
                ('source', models.CharField(choices=[('staff', 'Told us'), ('stop', 'Answered STOP'), ('link', 'Private link'), ('complaint', 'Marked our mail as spam')], default='staff', max_length=10)),
                ('recorded_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'do-not-contact record',
                'ordering': ['-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('call', 'Call'), ('email', 'E-mail'), ('text', 'Text message'), ('other', 'Something else')], default='call', max_length=10, verbose_name='what')),
                ('note', protection.encryption.EncryptedTextField(blank=True, verbose_name='note')),
                ('due_at', models.DateTimeField(verbose_name='when')),
                ('created_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('cancelled', 'Taken off')], max_length=10)),
                ('closed_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'next step',
                'verbose_name_plural': 'next steps',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'household',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], max_length=10)),
                ('direction', models.CharField(choices=[('outbound', 'Sent'), ('inbound', 'Received')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'On its way'), ('sent', 'Sent'), ('failed', 'Could not be delivered'), ('received', 'Received')], max_length=10)),
                ('address', models.CharField(max_length=320)),
                ('subject', protection.encryption.EncryptedTextField(blank=True)),
                ('body', protection.encryption.EncryptedTextField(blank=True)),
                ('template_name', models.CharField(blank=True, max_length=80)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], default='email', max_length=10, verbose_name='sent as')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('subject', models.CharField(blank=True, help_text='Of an e-mail. It may name the clinic, never the person.', max_length=120, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'message template',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='PersonMerge',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('moved', models.JSONField(default=dict)),
                ('before', protection.encryption.EncryptedJSONField(default=dict)),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'merge of people',
                'ordering': ['-merged_at'],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=protection.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('is_default', models.BooleanField(default=False, verbose_name='open first')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'saved view',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkspacePreferences',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='workspace_preferences', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('plays_sound', models.BooleanField(default=False, verbose_name='play a sound for a new lead')),
                ('shows_notifications', models.BooleanField(default=False, verbose_name="show the browser's notifications")),
                ('gets_digest', models.BooleanField(default=False, help_text='It holds numbers and a link, nothing about a person.', verbose_name='a mail each morning with what is due')),
                ('digest_sent_on', models.DateField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'workspace preferences',
            },
        ),
        migrations.AddField(
            model_name='lead',
            name='answer_due_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='answer due'),
        ),
        migrations.AddField(
            model_name='lead',
            name='answered_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='answered'),
        ),
        migrations.AddField(
            model_name='lead',
            name='answered_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lead',
            name='next_step_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='next step'),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='leads.person'),
        ),
        migrations.AddField(
            model_name='stage',
            name='moves_to',
            field=models.ManyToManyField(blank=True, help_text='Where a lead may go from here. None chosen: anywhere.', related_name='+', to='leads.stage', verbose_name='allowed moves'),
        ),
        migrations.AddField(
            model_name='person',
            name='communication_needs',
            field=models.CharField(blank=True, help_text='An interpreter or a relay service.', max_length=120, verbose_name='communication needs'),
        ),
        migrations.AddField(
            model_name='person',
            name='state',
            field=models.CharField(blank=True, help_text='Where they live, two capital letters such as MN.', max_length=2, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='leadevent',
            name='kind',
            field=models.CharField(choices=[('request_received', 'Asked for a consult'), ('stage_changed', 'Moved'), ('owner_changed', 'Assigned'), ('note', 'Note'), ('call', 'Call'), ('call_made', 'Called them'), ('follow_up_planned', 'Planned a next step'), ('follow_up_done', 'Next step done'), ('follow_up_cancelled', 'Next step taken off'), ('message_sent', 'Wrote to them'), ('message_received', 'They wrote'), ('do_not_contact_set', 'Must not be contacted'), ('do_not_contact_lifted', 'May be contacted again'), ('person_changed', 'Changed the contact details'), ('person_merged', 'Joined with another person'), ('person_unmerged', 'Parted from another person again'), ('crisis_flagged', 'May be in a crisis'), ('crisis_seen', 'Looked at it: may be in a crisis'), ('quarantined', 'Held back'), ('released', 'Released'), ('marked_as_spam', 'Marked as spam'), ('spam_mark_taken_back', 'No spam after all'), ('contact_corrected', 'Corrected their contact details'), ('channel_chosen', 'Chose how to be reached'), ('consent_withdrawn', 'Wants no more text messages'), ('withdrawn', 'Withdrew the request'), ('erasure_requested', 'Asked for erasure')], max_length=30),
        ),
        migrations.AlterField(
            model_name='person',
            name='clinic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='sites.clinic', verbose_name='clinic'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['-last_requested_at', '-id'], name='lead_list_of_network'),
        ),
        migrations.AddField(
            model_name='donotcontact',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='donotcontact',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='donotcontact',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='do_not_contact', to='leads.person'),
        ),
        migrations.AddField(
            model_name='followup',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='leads.lead'),
        ),
        migrations.AddField(
            model_name='followup',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='household',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.clinic'),
        ),
        migrations.AddField(
            model_name='person',
            name='household',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='leads.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='message',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='message',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='leads.lead'),
        ),
        migrations.AddField(
            model_name='messagetemplate',
            name='clinic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='message_templates', to='sites.clinic', verbose_name='clinic'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.clinic'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='leads.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='merged',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='leads.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='clinic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sites.clinic', verbose_name='shared with'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_lead_views', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='donotcontact',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('person',), name='one_do_not_contact_in_force'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('outcome', ''), ('reminded_at', None)), fields=['due_at'], name='follow_ups_to_remind'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='closed_follow_ups_have_an_outcome'),
        ),
        migrations.AddField(
            model_name='lead',
            name='due_at',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(closed_at__isnull=False, then=models.Value(None)), models.When(answered_at__isnull=True, then=models.F('answer_due_at')), default=models.F('next_step_at')), output_field=models.DateTimeField(null=True, verbose_name='due')),
        ),
        migrations.AddField(
            model_name='person',
            name='search_text',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(django.db.models.functions.text.Concat(models.Value(' '), 'full_name', models.Value(' '), 'email', models.Value(' '), 'phone')), output_field=models.TextField()),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('channel', 'direction', 'external_id'), name='message_is_stored_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('owner',), name='one_default_view'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_names_differ'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('quarantine_reason', '')), fields=['clinic', 'due_at'], name='queue_of_clinic'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('quarantine_reason', '')), fields=['due_at'], name='queue_of_network'),
        ),
        migrations.RunPython(keep_rule, lift_rule),
        migrations.RunPython(add_search_index, drop_search_index),
    ]

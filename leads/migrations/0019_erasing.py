"""Who was erased, and who asked for it, carried it out, and when."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A constraint makes SQLite write the table of leads anew: it trips over the triggers of leads and people.
workspace = import_module("leads.migrations.0012_workspace")


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0018_mail_reports'),
        ('sites', '0012_measured_response'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='erasurerequest',
            options={'ordering': ['due_date'], 'verbose_name': 'erasure request', 'verbose_name_plural': 'erasure requests'},
        ),
        migrations.AddField(
            model_name='erasurerequest',
            name='carried_out_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='erasurerequest',
            name='counts',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='erasurerequest',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='erasurerequest',
            name='source',
            field=models.CharField(choices=[('link', 'By their private link'), ('phone', 'On the phone'), ('writing', 'In writing'), ('in_person', 'In person'), ('command', 'By manage.py')], default='link', max_length=10, verbose_name='how they asked'),
        ),
        migrations.AddField(
            model_name='lead',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='leadevent',
            name='kind',
            field=models.CharField(choices=[('request_received', 'Asked for a consult'), ('stage_changed', 'Moved'), ('owner_changed', 'Assigned'), ('note', 'Note'), ('call', 'Call'), ('call_made', 'Called them'), ('follow_up_planned', 'Planned a next step'), ('follow_up_done', 'Next step done'), ('follow_up_cancelled', 'Next step taken off'), ('message_sent', 'Wrote to them'), ('message_received', 'They wrote'), ('mail_returned', 'Our e-mail came back'), ('do_not_contact_set', 'Must not be contacted'), ('do_not_contact_lifted', 'May be contacted again'), ('appointment_set', 'Appointment set'), ('appointment_cancelled', 'Appointment cancelled'), ('person_changed', 'Changed the contact details'), ('person_merged', 'Joined with another person'), ('person_unmerged', 'Parted from another person again'), ('crisis_flagged', 'May be in a crisis'), ('crisis_seen', 'Looked at it: may be in a crisis'), ('quarantined', 'Held back'), ('released', 'Released'), ('marked_as_spam', 'Marked as spam'), ('spam_mark_taken_back', 'No spam after all'), ('contact_corrected', 'Corrected their contact details'), ('channel_chosen', 'Chose how to be reached'), ('consent_withdrawn', 'Wants no more text messages'), ('withdrawn', 'Withdrew the request'), ('erasure_requested', 'Asked for erasure'), ('erased', 'Erased')], max_length=30),
        ),
        migrations.RunPython(workspace.lift_rule, workspace.keep_rule),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='erased_leads_are_closed'),
        ),
        migrations.RunPython(workspace.keep_rule, workspace.lift_rule),
    ]

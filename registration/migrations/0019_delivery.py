import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0018_mailings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_key', models.CharField(editable=False, max_length=254, unique=True)),
                ('kind', models.CharField(choices=[('bounced', 'The address does not exist or takes no mail'), ('often', 'Several letters in a row could not be delivered'), ('complained', 'A letter was reported as unwanted')], max_length=20, verbose_name='why')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code')),
                ('at', models.DateTimeField(verbose_name='marked')),
                ('cleared_at', models.DateTimeField(null=True, verbose_name='cleared')),
                ('cleared_by_name', models.CharField(blank=True, editable=False, max_length=150, verbose_name='cleared by')),
            ],
            options={
                'verbose_name': 'marked address',
                'verbose_name_plural': 'marked addresses',
            },
        ),
        migrations.CreateModel(
            name='CalendarReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('accepted', 'Yes'), ('tentative', 'Maybe'), ('declined', 'No')], max_length=20, verbose_name='answer')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('turn', models.PositiveIntegerField(editable=False)),
            ],
            options={
                'verbose_name': 'answer from a calendar',
                'verbose_name_plural': 'answers from calendars',
            },
        ),
        migrations.CreateModel(
            name='DeliveryReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('kind', models.CharField(choices=[('hard', 'Undeliverable'), ('soft', 'Undeliverable for now'), ('complaint', 'Reported as unwanted')], max_length=20, verbose_name='kind')),
                ('address_key', models.CharField(blank=True, editable=False, max_length=254)),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'delivery report',
                'verbose_name_plural': 'delivery reports',
            },
        ),
        migrations.CreateModel(
            name='MailboxPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=64, unique=True)),
                ('validity', models.BigIntegerField(default=0, editable=False)),
                ('last_uid', models.BigIntegerField(default=0, editable=False)),
                ('read_at', models.DateTimeField(verbose_name='last read')),
            ],
            options={
                'verbose_name': 'mailbox',
                'verbose_name_plural': 'mailboxes',
            },
        ),
        migrations.AlterField(
            model_name='historyentry',
            name='action',
            field=models.CharField(choices=[('registered', 'Registered'), ('waitlisted', 'Put on the waitlist'), ('promoted', 'Got a seat from the waitlist'), ('requested', 'Asked for a seat'), ('approved', 'The organiser said yes'), ('declined', 'The organiser said no'), ('offered', 'Was offered a seat'), ('accepted', 'Said yes to the seat'), ('refused', 'Said no to the seat'), ('lapsed', 'The offer lapsed'), ('cancellation_undone', 'Took the cancellation back'), ('handed_over', 'Handed the seat over to a colleague'), ('suggested', 'Suggested a colleague, whom the organiser answers'), ('took_over', "Took over a colleague's seat"), ('details_changed', 'Changed their details'), ('attendance_changed', 'Changed how to take part'), ('cancelled', 'Cancelled'), ('added', 'Registered by the organiser'), ('seat_given', 'Given a seat by the organiser'), ('address_corrected', 'E-mail address corrected'), ('person_corrected', 'Details corrected'), ('links_renewed', 'Personal links ended, a new one sent'), ('links_ended', 'Personal links ended'), ('letter_resent', 'A letter was sent again'), ('letter_dropped', 'A letter was taken back'), ('address_marked', 'Letters do not arrive, and no more are sent'), ('address_complained', 'A letter was called unwanted, and no more are sent'), ('address_cleared', 'Letters are sent again'), ('calendar_declined', 'Answered no in their calendar'), ('calendar_tentative', 'Answered maybe in their calendar'), ('calendar_accepted', 'Answered yes in their calendar'), ('asked_whether_cancelled', 'Was asked by mail whether to cancel')], max_length=30, verbose_name='what'),
        ),
        migrations.AddField(
            model_name='addressmark',
            name='cleared_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='cleared by'),
        ),
        migrations.AddField(
            model_name='calendarreply',
            name='registration',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_reply', to='registration.registration'),
        ),
        migrations.AddIndex(
            model_name='deliveryreport',
            index=models.Index(fields=['address_key', 'kind', 'at'], name='delivery_report_counts'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(fields=['message_id'], name='outbox_message_id'),
        ),
        migrations.AddConstraint(
            model_name='addressmark',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bounced', 'often', 'complained'])), name='address_mark_known_kind'),
        ),
    ]

"""Letters that staff write to many, and who may: event managers (docs/rules.md R 6.3)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def give_rights(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="registration", model="mailing"
    )
    group = apps.get_model("auth.Group").objects.get(name="Evenemangsansvariga")
    right, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename="change_mailing", defaults={"name": "Can change mailing"}
    )
    group.permissions.add(right)


def staff_member(words):
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=words,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_reminders_after_and_for_segments"),
        ("home", "0006_approval_workflow"),
        ("registration", "0017_mail_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("segment_kept", models.JSONField(default=dict)),
                ("subject", models.CharField(max_length=60, verbose_name="subject")),
                ("body", models.TextField(max_length=8000, verbose_name="text")),
                (
                    "subject_en",
                    models.CharField(blank=True, max_length=60, verbose_name="subject in English"),
                ),
                ("body_en", models.TextField(blank=True, max_length=8000, verbose_name="text in English")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("queued", "Waits for its time"),
                            ("sending", "Going out"),
                            ("done", "Sent out"),
                            ("stopped", "Stopped"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="written")),
                ("planned_at", models.DateTimeField(null=True, verbose_name="goes")),
                ("written_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "made_by_name",
                    models.CharField(blank=True, editable=False, max_length=150, verbose_name="written by"),
                ),
                (
                    "sent_by_name",
                    models.CharField(blank=True, editable=False, max_length=150, verbose_name="sent by"),
                ),
                (
                    "attachments",
                    models.ManyToManyField(
                        related_name="+", to="home.sitedocument", verbose_name="attachments"
                    ),
                ),
                (
                    "events",
                    models.ManyToManyField(
                        related_name="mailings", to="events.eventpage", verbose_name="events"
                    ),
                ),
                ("made_by", staff_member("written by")),
                ("sent_by", staff_member("sent by")),
            ],
            options={
                "verbose_name": "mailing",
                "verbose_name_plural": "mailings",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=Q(("state__in", ["queued", "sending"])),
                        fields=["planned_at"],
                        name="mailing_under_way",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="mailing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="registration.mailing",
            ),
        ),
        migrations.RemoveConstraint(model_name="personallink", name="personal_link_has_one_owner"),
        migrations.AlterField(
            model_name="personallink",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("registration", "my registration"),
                    ("forum", "my Bostadsforum"),
                    ("feed", "my calendar"),
                    ("mailings", "no more mailings"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("address_key", ""), ("purpose", "registration"), ("registration__isnull", False)),
                    Q(
                        ("purpose__in", ["forum", "feed", "mailings"]),
                        ("registration__isnull", True),
                        Q(("address_key", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="personal_link_has_one_owner",
            ),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]

"""Notices of changes, what each person was last told, and who of the staff may decide: event managers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


RIGHTS = {"view_changenotice": "Can view change notice", "change_changenotice": "Can change change notice"}


def give_rights(apps, schema_editor):
    group = apps.get_model("auth.Group").objects.get(name="Evenemangsansvariga")
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="registration", model="changenotice"
    )
    for codename, name in RIGHTS.items():
        found, _ = apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_answers_offers_and_substitutes"),
        ("registration", "0011_own_links_ended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="told_facts",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="ChangeNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Awaits a decision"),
                            ("sent", "Letters sent"),
                            ("dismissed", "No letters needed"),
                            ("closed", "Closed by itself or taken back"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "sentence",
                    models.TextField(blank=True, max_length=600, verbose_name="your words in the letter"),
                ),
                (
                    "sentence_en",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="your words in the letter, in English"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="since")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by_name",
                    models.CharField(blank=True, editable=False, max_length=150, verbose_name="decided by"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why no letters are needed"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="change_notices",
                        to="events.eventpage",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a change",
                "verbose_name_plural": "notices of changes",
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("event",),
                        name="change_notice_one_open_per_event",
                    )
                ],
            },
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]

"""That letters of one event wait until staff let them go. Who may change letters may hold them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_reminders_after_and_for_segments"),
        ("registration", "0016_links_know_their_page"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=60, verbose_name="what is held")),
                ("held_at", models.DateTimeField(verbose_name="held")),
                (
                    "held_by_name",
                    models.CharField(blank=True, editable=False, max_length=150, verbose_name="held by"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="let go")),
                (
                    "ended_by_name",
                    models.CharField(blank=True, editable=False, max_length=150, verbose_name="let go by"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="let go by",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_holds",
                        to="events.eventpage",
                        verbose_name="event",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="held by",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "verbose_name_plural": "holds",
                "ordering": ["-held_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("event", "what"),
                        name="mail_hold_once_in_force",
                    )
                ],
            },
        ),
    ]

"""What staff write in letters, and who may: event managers (docs/rules.md R 6.3)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_rights(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="registration", model="lettertext"
    )
    group = apps.get_model("auth.Group").objects.get(name="Evenemangsansvariga")
    right, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename="change_lettertext",
        defaults={"name": "Can change letter text"},
    )
    group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0006_feeds_by_municipality_and_tombstones"),
        ("registration", "0012_notices_of_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="letter")),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Svenska"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=120, verbose_name="subject")),
                ("opening", models.TextField(blank=True, max_length=1500, verbose_name="opening")),
                ("closing", models.TextField(blank=True, max_length=1500, verbose_name="closing")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by_name",
                    models.CharField(blank=True, editable=False, max_length=150, verbose_name="changed by"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_texts",
                        to="events.eventpage",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter text",
                "verbose_name_plural": "letter texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "kind", "language"), name="letter_text_once_per_event"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("event", None)),
                        fields=("kind", "language"),
                        name="letter_text_once_for_site",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]

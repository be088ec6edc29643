from django.conf import settings
from django.db import migrations, models

WHO_AND_NAME = [
    ("HistoryEntry", "by", "by_name"),
    ("MailStop", "began_by", "began_by_name"),
    ("MailStop", "ended_by", "ended_by_name"),
    ("Reading", "by", "by_name"),
    ("RegistrationWindow", "pressed_by", "pressed_by_name"),
]


def write_down_names(apps, schema_editor):
    for user in apps.get_model(settings.AUTH_USER_MODEL).objects.all():
        name = f"{user.first_name} {user.last_name}".strip() or user.username
        for model, who, kept in WHO_AND_NAME:
            rows = apps.get_model("registration", model).objects.filter(**{who: user, kept: ""})
            rows.update(**{kept: name[:150]})


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0006_history_keeps_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="mailstop",
            name="began_by_name",
            field=models.CharField(blank=True, editable=False, max_length=150, verbose_name="stopped by"),
        ),
        migrations.AddField(
            model_name="mailstop",
            name="ended_by_name",
            field=models.CharField(
                blank=True, editable=False, max_length=150, verbose_name="started again by"
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="by_name",
            field=models.CharField(blank=True, editable=False, max_length=150, verbose_name="by"),
        ),
        migrations.AddField(
            model_name="registrationwindow",
            name="pressed_by_name",
            field=models.CharField(blank=True, editable=False, max_length=150, verbose_name="by"),
        ),
        migrations.RunPython(write_down_names, migrations.RunPython.noop),
    ]

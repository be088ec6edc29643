"""Who of the staff may press what (docs/rules.md R 6.3: least privilege).

Event managers close and open registration and stop all mail. Readers see the history of what they read. Who
has read personal data is for administrators alone, and editors get nothing here.
"""

from django.db import migrations

RIGHTS = {
    "Evenemangsansvariga": (
        ("registrationwindow", ("add", "change", "view"), "registration time"),
        ("mailstop", ("add", "change", "view"), "mail stop"),
    ),
    "Läsare av deltagaruppgifter": (("historyentry", ("view",), "history entry"),),
}


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    for name, rights in RIGHTS.items():
        group = Group.objects.get(name=name)
        for model, actions, words in rights:
            for action in actions:
                group.permissions.add(_permission(apps, model, f"{action}_{model}", f"Can {action} {words}"))


def _permission(apps, model, codename, name):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="registration", model=model
    )
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


class Migration(migrations.Migration):

    dependencies = [("registration", "0004_staff_decisions")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]

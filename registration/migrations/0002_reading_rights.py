"""Who of the staff may see registrations (docs/rules.md R 6.3: least privilege).

Event managers see and steer registrations and letters. Diet and access needs are for the readers alone, who
in turn see registrations but change nothing.
"""

from django.db import migrations

RIGHTS = {
    "Evenemangsansvariga": (
        ("registration", ("add", "change", "view"), "registration"),
        ("historyentry", ("view",), "history entry"),
        ("outboxmessage", ("view", "change"), "letter"),
    ),
    "Läsare av deltagaruppgifter": (
        ("registration", ("view",), "registration"),
        ("needs", ("view",), "needs"),
    ),
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

    dependencies = [
        ("registration", "0001_initial"),
        ("home", "0004_base_tree"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]

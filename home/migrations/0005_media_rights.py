"""Let the staff who write use pictures and documents.

Wagtail asks for the rights of its own models (add_image, add_document), also when a site has models of its own
in their place, so the rights given before opened nothing; they are taken back.
"""

from django.db import migrations

GROUPS = ("Redaktörer", "Evenemangsansvariga")
OPENED_NOTHING = ("siteimage", "sitedocument")
RIGHTS = (
    ("wagtailimages", "image", ("add", "change", "choose")),
    ("wagtaildocs", "document", ("add", "change", "choose")),
)


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    root = apps.get_model("wagtailcore.Collection").objects.filter(depth=1).first()
    groups = list(Group.objects.filter(name__in=GROUPS))
    GroupCollectionPermission.objects.filter(
        group__in=groups,
        permission__content_type__app_label="home",
        permission__content_type__model__in=OPENED_NOTHING,
    ).delete()
    for app_label, model, actions in RIGHTS:
        for action in actions:
            permission = _permission(apps, app_label, model, f"{action}_{model}", f"Can {action} {model}")
            for group in groups:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=permission
                )


def _permission(apps, app_label, model, codename, name):
    """Made here if need be: Django makes permissions only when all migrations have run."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


class Migration(migrations.Migration):

    dependencies = [("home", "0004_base_tree")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]

"""The list of events, first below the front page, and what the staff's groups may do with events."""

import uuid

from django.db import migrations
from django.utils import timezone

STEP = 4
SLUG = "evenemang"
PAGE_ACTIONS = ("add", "change", "publish", "lock")
SNIPPETS = ("person", "venue", "organisation", "topic")


def make_event_list(apps, schema_editor):
    EventIndexPage = apps.get_model("events.EventIndexPage")
    HomePage = apps.get_model("home.HomePage")
    Page = apps.get_model("wagtailcore.Page")
    ContentType = apps.get_model("contenttypes.ContentType")
    home = HomePage.objects.first()
    if home is None or EventIndexPage.objects.exists():
        return
    children = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    if children.filter(slug=SLUG).exists():
        return
    content_type, _ = ContentType.objects.get_or_create(app_label="events", model="eventindexpage")
    now = timezone.now()
    EventIndexPage.objects.create(
        title="Kommande",
        draft_title="Kommande",
        slug=SLUG,
        url_path=f"{home.url_path}{SLUG}/",
        path=_free_place(children, home.path),
        depth=home.depth + 1,
        numchild=0,
        content_type=content_type,
        locale_id=home.locale_id,
        translation_key=uuid.uuid4(),
        live=True,
        show_in_menus=True,
        first_published_at=now,
        last_published_at=now,
    )
    home.numchild = children.count()
    home.save(update_fields=["numchild"])


def _free_place(children, parent_path):
    """The first place, so that the list comes first in menus; the next free one if it is taken."""
    taken = {int(path[-STEP:], 36) for path in children.values_list("path", flat=True)}
    number = 1 if 1 not in taken else max(taken) + 1
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return parent_path + digits.rjust(STEP, "0")


def let_staff_work(apps, schema_editor):
    """Editors have every page already; event managers get the list of events and all below it."""
    Group = apps.get_model("auth.Group")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    editors = Group.objects.get(name="Redaktörer")
    managers = Group.objects.get(name="Evenemangsansvariga")
    event_list = apps.get_model("events.EventIndexPage").objects.first()
    if event_list is not None:
        page = apps.get_model("wagtailcore.Page").objects.get(pk=event_list.pk)
        for action in PAGE_ACTIONS:
            GroupPagePermission.objects.get_or_create(
                group=managers,
                page=page,
                permission=_permission(apps, "wagtailcore", "page", f"{action}_page", f"Can {action} page"),
            )
    for model in SNIPPETS:
        for action in ("add", "change", "delete", "view"):
            permission = _permission(apps, "events", model, f"{action}_{model}", f"Can {action} {model}")
            editors.permissions.add(permission)
            managers.permissions.add(permission)


def _permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0001_initial"),
        ("home", "0004_base_tree"),
    ]

    operations = [
        migrations.RunPython(make_event_list, migrations.RunPython.noop),
        migrations.RunPython(let_staff_work, migrations.RunPython.noop),
    ]

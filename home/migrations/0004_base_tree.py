"""The tree that every site starts with: front page, pages of text, and the groups of the staff.

Written so that it does no harm to a site that has been worked on: Wagtail's welcome page becomes the front
page only while it still is the welcome page, and a page whose address is taken is left alone.
"""

import json
import uuid
from pathlib import Path

from django.db import migrations
from django.utils import timezone

from home.body_text import stream_of

STEP = 4
TEXTS = Path(__file__).resolve().parent.parent / "base_pages.json"

GROUPS = ("Redaktörer", "Evenemangsansvariga", "Läsare av deltagaruppgifter")
EDITORS, EVENT_MANAGERS, _ = GROUPS

# What editors may do with all pages. Event managers get the event list, in the migration of events.
PAGE_ACTIONS = ("add", "change", "publish", "lock")
# Pictures and documents are shared by the two groups that write.
MEDIA_PERMISSIONS = (
    ("home", "siteimage", ("add", "change", "choose"), "image"),
    ("home", "sitedocument", ("add", "change", "choose"), "document"),
)


def make_base_tree(apps, schema_editor):
    home = _front_page(apps)
    if home is None:
        return
    _name_the_site(apps, home)
    _text_pages(apps, home)


def _content_type(apps, app_label, model):
    found, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model)
    return found


def _front_page(apps):
    """The welcome page turned into our front page; None where somebody has built a tree already."""
    Page = apps.get_model("wagtailcore.Page")
    HomePage = apps.get_model("home.HomePage")
    welcome = Page.objects.filter(
        depth=2, slug="home", numchild=0, content_type__app_label="wagtailcore", content_type__model="page"
    ).first()
    if welcome is None or HomePage.objects.exists():
        return None
    now = timezone.now()
    home = HomePage(page_ptr=welcome)
    for field in Page._meta.concrete_fields:
        setattr(home, field.attname, getattr(welcome, field.attname))
    home.title = home.draft_title = "Bostadsforum"
    home.ingress_en = (
        "Where municipalities and builders in Stockholm County meet to talk about more and better homes."
    )
    home.content_type = _content_type(apps, "home", "homepage")
    home.first_published_at = home.last_published_at = now
    home.save()
    return home


def _name_the_site(apps, home):
    Site = apps.get_model("wagtailcore.Site")
    Site.objects.filter(root_page_id=home.pk).update(site_name="Bostadsforum")


def _text_pages(apps, home):
    """Below the front page, whose first place is left for the list of events."""
    StandardPage = apps.get_model("home.StandardPage")
    content_type = _content_type(apps, "home", "standardpage")
    texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    now = timezone.now()
    for place, text in enumerate(texts, start=2):
        StandardPage.objects.create(
            title=text["title"],
            draft_title=text["title"],
            slug=text["slug"],
            url_path=f"{home.url_path}{text['slug']}/",
            path=f"{home.path}{place:0{STEP}}",
            depth=home.depth + 1,
            numchild=0,
            content_type=content_type,
            locale_id=home.locale_id,
            translation_key=uuid.uuid4(),
            live=True,
            show_in_menus=text["show_in_menus"],
            first_published_at=now,
            last_published_at=now,
            ingress=text["ingress"],
            body=json.dumps(stream_of(text["body"])),
        )
    home.numchild = len(texts)
    home.save(update_fields=["numchild"])


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    _remove_default_groups(apps)
    for name in GROUPS:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"))
    _let_editors_write(apps, Group.objects.get(name=EDITORS))
    for name in (EDITORS, EVENT_MANAGERS):
        _let_use_media(apps, Group.objects.get(name=name))


def _remove_default_groups(apps):
    """Wagtail's own two groups, and the approval workflow that only they could answer, if nobody uses them."""
    Group = apps.get_model("auth.Group")
    Workflow = apps.get_model("wagtailcore.Workflow")
    Task = apps.get_model("wagtailcore.Task")
    GroupApprovalTask = apps.get_model("wagtailcore.GroupApprovalTask")
    unused = Group.objects.filter(name__in=("Editors", "Moderators"), user__isnull=True)
    for task in GroupApprovalTask.objects.filter(groups__in=unused).distinct():
        if task.groups.exclude(pk__in=unused).exists():
            continue
        workflows = Workflow.objects.filter(workflow_tasks__task_id=task.pk)
        if apps.get_model("wagtailcore.WorkflowState").objects.filter(workflow__in=workflows).exists():
            continue
        workflows.delete()
        Task.objects.filter(pk=task.pk).delete()
    unused.delete()


def _permission(apps, app_label, model, codename, name):
    """Made here if need be: Django makes permissions only when all migrations have run."""
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=_content_type(apps, app_label, model), codename=codename, defaults={"name": name}
    )
    return found


def _let_editors_write(apps, editors):
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    home = apps.get_model("home.HomePage").objects.first()
    if home is None:
        return
    page = apps.get_model("wagtailcore.Page").objects.get(pk=home.pk)
    for action in PAGE_ACTIONS:
        GroupPagePermission.objects.get_or_create(
            group=editors,
            page=page,
            permission=_permission(apps, "wagtailcore", "page", f"{action}_page", f"Can {action} page"),
        )


def _let_use_media(apps, group):
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    root = apps.get_model("wagtailcore.Collection").objects.filter(depth=1).first()
    for app_label, model, actions, words in MEDIA_PERMISSIONS:
        for action in actions:
            GroupCollectionPermission.objects.get_or_create(
                group=group,
                collection=root,
                permission=_permission(apps, app_label, model, f"{action}_{model}", f"Can {action} {words}"),
            )


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0003_standard_page_kept_times"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    # Backwards nothing is removed: by then the pages may hold what people wrote, and users be in the groups.
    operations = [
        migrations.RunPython(make_base_tree, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]

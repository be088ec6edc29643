"""A way to ask for approval: for all pages, answered by the event managers.

Whoever may publish still may do so without asking. A site whose pages have a workflow already keeps its own.
"""

from django.db import migrations

NAME = "Godkännande"
MANAGERS = "Evenemangsansvariga"


def make_workflow(apps, schema_editor):
    HomePage = apps.get_model("home.HomePage")
    Page = apps.get_model("wagtailcore.Page")
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    managers = apps.get_model("auth.Group").objects.filter(name=MANAGERS).first()
    home = HomePage.objects.first()
    if home is None or managers is None or WorkflowPage.objects.exists():
        return
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = apps.get_model("wagtailcore.GroupApprovalTask").objects.create(
        name=NAME, content_type=content_type
    )
    task.groups.add(managers)
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=NAME)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=home.pk))


class Migration(migrations.Migration):
    dependencies = [("home", "0005_media_rights")]

    # Backwards nothing is removed: pages may be waiting for an answer.
    operations = [migrations.RunPython(make_workflow, migrations.RunPython.noop)]

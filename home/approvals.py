"""What came of asking for approval of a page."""

from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, WorkflowState


def changes_asked_for(page: Page) -> str:
    """What somebody wants changed before the page is approved, in a sentence; empty when nothing is."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    answer = state.current_task_state
    who = get_user_display_name(answer.finished_by) if answer.finished_by else _("Somebody")
    if not answer.comment:
        return _("%(name)s asks for changes.") % {"name": who}
    return _("%(name)s asks for changes: %(comment)s") % {"name": who, "comment": answer.comment}

"""Wagtail's admin without its mail about approvals.

It would be sent while the transaction of the press is open, past the outbox and past "Stop all mail"
(docs/rules.md R 2.1 and 2.7). Who has something to approve, and what became of one's own pages, stands on the
start page of the admin.
"""

from wagtail import signals
from wagtail.admin.apps import WagtailAdminAppConfig

# Signal, who sends it, and what Wagtail calls its own receiver.
MAILED = (
    (signals.task_submitted, "TaskState", "group_approval_task_submitted_email_notification"),
    (signals.workflow_submitted, "WorkflowState", "workflow_state_submitted_email_notification"),
    (signals.workflow_rejected, "WorkflowState", "workflow_state_rejected_email_notification"),
    (signals.workflow_approved, "WorkflowState", "workflow_state_approved_email_notification"),
)


class AdminConfig(WagtailAdminAppConfig):
    def ready(self) -> None:
        super().ready()
        for signal, sender, receiver in MAILED:
            signal.disconnect(sender=self.apps.get_model("wagtailcore", sender), dispatch_uid=receiver)

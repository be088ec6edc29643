"""Approval where staff see it: nobody is told of it by mail (bostadsforum/wagtail_admin.py)."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page

from home.approvals import changes_asked_for

# Before everything else on the start page, since somebody waits; with nothing to answer they take no room.
FIRST = {WorkflowObjectsToModeratePanel: 1, UserObjectsInWorkflowModerationPanel: 2}


@hooks.register("construct_homepage_panels")
def show_what_waits_first(request: HttpRequest, panels: list[Component]) -> None:
    for panel in panels:
        panel.order = FIRST.get(type(panel), panel.order)


@hooks.register("before_edit_page")
def say_what_is_to_be_changed(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and (sentence := changes_asked_for(page)):
        messages.warning(request, sentence)

"""Where the admin asks before it takes pages away (a protected foreign key alone would answer with a 500),
and where the screens of staff are put into it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from home.models import SiteDocument
from registration.domain import change_notices, mail_holds, mailings, releases, removal, window
from registration.staff import delete_document, page_buttons, permissions
from registration.staff.start_panel import StartPanel
from registration.staff.viewsets import RegistrationGroup

BULK_REFUSALS = {"delete": removal.refuse_deletion, "unpublish": removal.refuse_unpublishing}


@hooks.register("before_delete_page")
def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _answer(request, removal.refuse_deletion, [page], back_to=("wagtailadmin_pages:edit", page.pk))


@hooks.register("before_unpublish_page")
def before_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _answer(request, removal.refuse_unpublishing, [page], back_to=("wagtailadmin_pages:edit", page.pk))


@hooks.register("before_bulk_action")
def before_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    refuse = BULK_REFUSALS.get(action_type)
    if refuse is None or not issubclass(action.model, Page):
        return None
    return _answer(request, refuse, objects, back_to=(action.next_url,))


@hooks.register("before_bulk_action")
def before_bulk_of_documents(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete" or not issubclass(action.model, SiteDocument):
        return None
    return delete_document.refusal(request, objects, back_to=action.next_url)


# Before Wagtail's own, which have no hook: the same addresses are answered here.
@hooks.register("register_admin_urls", order=-1)
def deleting_of_documents() -> list[URLPattern]:
    return delete_document.urlpatterns


def _answer(
    request: HttpRequest,
    refuse: Callable[[Iterable[Page]], None],
    pages: Iterable[Page],
    *,
    back_to: tuple[Any, ...],
) -> HttpResponse | None:
    """None lets the admin go on; a refusal is shown as a message on the page the editor came from."""
    try:
        refuse(pages)
    except removal.HasRegistrations as refusal:
        messages.error(request, str(refusal))
        return redirect(*back_to)
    return None


@hooks.register("register_log_actions")
def name_presses(actions: LogActionRegistry) -> None:
    """What the history of a page says of the buttons that staff press beside it."""
    actions.register_action(window.CLOSED, _("Close registration"), _("Registration closed"))
    actions.register_action(window.REOPENED, _("Reopen registration"), _("Registration reopened"))
    actions.register_action(window.EXTENDED, _("Extend registration"), _("Registration time extended"))
    actions.register_action(releases.RELEASED, _("Release reserved seats"), _("Reserved seats released"))
    actions.register_action(
        releases.KEPT_AGAIN, _("Keep reserved seats again"), _("Reserved seats kept again")
    )
    actions.register_action(change_notices.SENT, _("Tell people of a change"), _("People told of a change"))
    actions.register_action(
        change_notices.DISMISSED, _("Tell nobody of a change"), _("Nobody told of a change")
    )
    actions.register_action(
        change_notices.TAKEN_BACK, _("Take the decision back"), _("Decision about a change taken back")
    )
    actions.register_action(mail_holds.HELD, _("Hold letters"), _("Letters held"))
    actions.register_action(mail_holds.LET_GO, _("Let letters go"), _("Held letters let go"))
    actions.register_action(mail_holds.SENT_NOW, _("Send letters now"), _("Letters sent before their time"))
    actions.register_action(mailings.SENT, _("Send a mailing"), _("Mailing sent"))
    actions.register_action(mailings.STOPPED, _("Stop a mailing"), _("Mailing stopped"))
    actions.register_action(mailings.RESUMED, _("Let a mailing go on"), _("Mailing let go on"))


@hooks.register("register_admin_viewset")
def screens_of_staff() -> RegistrationGroup:
    return RegistrationGroup()


@hooks.register("insert_global_admin_css")
def style_of_staff() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/staff.css"))


@hooks.register("construct_homepage_panels")
def start_page(request: HttpRequest, panels: list[Component]) -> None:
    """The next events first; whose page is locked concerns nobody here."""
    panels[:] = [StartPanel(), *(panel for panel in panels if not isinstance(panel, LockedPagesPanel))]


@hooks.register("construct_homepage_summary_items", order=1000)  # after those who add to it
def no_counts_of_files(request: HttpRequest, items: list[Component]) -> None:
    """How many pages, pictures and documents there are is nothing to start a day with."""
    items.clear()


hooks.register("register_permissions", permissions.offered)
hooks.register("register_page_header_buttons", page_buttons.in_header)
hooks.register("register_page_listing_buttons", page_buttons.in_listing)

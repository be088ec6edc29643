"""What editors find under Events in the admin menu, what follows when they save a venue or a person, and the
refusal to delete what a page names."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events import identity, references, scheduling
from events.models import EventPage, Organisation, Person, Topic, Venue
from home import dates

TITLES_NAMED = 3


class EventColumn(Column):
    """When the event takes place, as short dates are written in lists: 2027-03-04 08.30."""

    def get_value(self, instance: EventPage) -> str:
        return dates.listed(instance.start_at) if instance.start_at else ""


class EventListView(IndexView):
    default_ordering = "-start_at"


class PagesMenuItem(MenuItem):
    """For those who may see pages; readers of participant data may not."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


class EventListViewSet(PageListingViewSet):
    """All events in one list with their dates; the page tree shows neither."""

    name = "event_list"
    model = EventPage
    icon = "calendar-alt"
    menu_label = gettext_lazy("All events")
    menu_item_class = PagesMenuItem
    index_view_class = EventListView
    columns = [
        *EventListView.base_columns[:2],
        EventColumn("start_at", label=gettext_lazy("Starts"), sort_key="start_at", width="16%"),
        # All but the parent page, which is the same for every event.
        *EventListView.base_columns[3:],
    ]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = gettext_lazy("People")
    list_display = ["full_name", "job_title", "organisation", "role", "email"]
    list_filter = ["role"]
    search_fields = ["first_name", "last_name", "organisation"]
    # Editors look for parts of words, also in what was saved a second ago.
    search_backend_name = None


class VenueViewSet(SnippetViewSet):
    model = Venue
    icon = "site"
    menu_label = gettext_lazy("Venues")
    list_display = ["name", "address", "city"]
    search_fields = ["name", "address"]
    search_backend_name = None


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    list_display = [
        "name",
        Column(
            "is_suggested",
            label=capfirst(Organisation._meta.get_field("is_suggested").verbose_name),
            accessor=lambda row: _("Yes") if row.is_suggested else _("No"),
            sort_key="is_suggested",
        ),
    ]
    list_filter = ["is_suggested"]
    search_fields = ["name"]
    search_backend_name = None


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("Topics")
    list_display = ["name", "name_en", "slug"]
    search_fields = ["name", "name_en"]
    search_backend_name = None


class EventsViewSetGroup(SnippetViewSetGroup):
    items = (EventListViewSet, PersonViewSet, VenueViewSet, OrganisationViewSet, TopicViewSet)
    menu_label = gettext_lazy("Events")
    menu_icon = "calendar-alt"
    menu_order = 150


register_snippet(EventsViewSetGroup)


@hooks.register("after_edit_snippet")
def tell_calendars(request: HttpRequest, instance: Any) -> None:
    """A venue or a contact in use has changed: calendars show it at once, not at the next tick of beat."""
    if isinstance(instance, Venue | Person):
        identity.refresh_where_used(instance, now=timezone.now())


@hooks.register("before_delete_snippet")
def refuse_deleting_what_is_named(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Before one or many are deleted, and before that is asked."""
    for row in instances:
        if titles := references.drafts_naming(row):
            messages.error(request, in_use(row, titles))
            return redirect(row.snippet_viewset.get_url_name("list"))
    return None


def in_use(row: Any, titles: Sequence[str]) -> str:
    named, more = ", ".join(titles[:TITLES_NAMED]), len(titles) - TITLES_NAMED
    if more > 0:
        named = ngettext(
            "%(titles)s and %(count)s more page", "%(titles)s and %(count)s more pages", more
        ) % {"titles": named, "count": more}
    return _("%(name)s cannot be deleted: it is used by %(pages)s, published or in a draft.") % {
        "name": row,
        "pages": named,
    }


@hooks.register("before_publish_page")
@hooks.register("after_edit_page")
def warn_of_lowered_seats(request: HttpRequest, page: Page) -> None:
    """Once for each press: after a publication the page is read anew and knows no more of the form. A save in
    the background says nothing, since nobody would see it until much later."""
    if request.accepts("text/html"):
        for sentence in getattr(page, "lowered_seats", ()):
            messages.warning(request, sentence)


@hooks.register("register_log_actions")
def name_what_the_clock_did(actions: LogActionRegistry) -> None:
    actions.register_action(scheduling.HELD_BACK)(scheduling.HeldBack)

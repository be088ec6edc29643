"""What editors find under Events in the admin menu, and what follows when they save a venue or a person."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events import identity
from events.models import EventPage, Organisation, Person, Topic, Venue
from events.readiness import lacks_of


class EventColumn(Column):
    """When the event takes place, as short dates are written in lists: 2027-03-04 08:30."""

    def get_value(self, instance: EventPage) -> str:
        return timezone.localtime(instance.start_at).strftime("%Y-%m-%d %H:%M") if instance.start_at else ""


class EventListView(IndexView):
    default_ordering = "-start_at"


class EventListViewSet(PageListingViewSet):
    """All events in one list with their dates; the page tree shows neither."""

    name = "event_list"
    model = EventPage
    icon = "calendar-alt"
    menu_label = _("All events")
    index_view_class = EventListView
    columns = [
        *EventListView.base_columns[:2],
        EventColumn("start_at", label=_("Starts"), sort_key="start_at", width="16%"),
        # All but the parent page, which is the same for every event.
        *EventListView.base_columns[3:],
    ]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    list_display = ["full_name", "job_title", "organisation", "role", "email"]
    list_filter = ["role"]
    search_fields = ["first_name", "last_name", "organisation"]
    # Editors look for parts of words, also in what was saved a second ago.
    search_backend_name = None


class VenueViewSet(SnippetViewSet):
    model = Venue
    icon = "site"
    menu_label = _("Venues")
    list_display = ["name", "address", "city"]
    search_fields = ["name", "address"]
    search_backend_name = None


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "is_suggested"]
    list_filter = ["is_suggested"]
    search_fields = ["name"]
    search_backend_name = None


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name", "name_en", "slug"]
    search_fields = ["name", "name_en"]
    search_backend_name = None


class EventsViewSetGroup(SnippetViewSetGroup):
    items = (EventListViewSet, PersonViewSet, VenueViewSet, OrganisationViewSet, TopicViewSet)
    menu_label = _("Events")
    menu_icon = "calendar-alt"
    menu_order = 150


register_snippet(EventsViewSetGroup)


@hooks.register("after_edit_snippet")
def tell_calendars(request: HttpRequest, instance: Any) -> None:
    """A venue or a contact in use has changed: calendars show it at once, not at the next tick of beat."""
    if isinstance(instance, Venue | Person):
        identity.refresh_where_used(instance, now=timezone.now())


@hooks.register("before_bulk_action")
def refuse_unready_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Publishing many at once meets no form, so what the form would have refused is refused here."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    chosen = Page.objects.filter(pk__in=[page.pk for page in objects])
    if action.cleaned_form.cleaned_data["include_descendants"]:
        chosen = Page.objects.filter(
            pk__in=[page.pk for above in chosen for page in above.get_descendants(True)]
        )
    for page in chosen:
        draft = page.get_latest_revision_as_object()
        if not isinstance(draft, EventPage) or (page.live and not page.has_unpublished_changes):
            continue
        if stops := [lack.sentence for lack in lacks_of(draft) if lack.stops]:
            messages.error(request, f"{draft.title}: {' '.join(stops)}")
            return redirect(action.next_url)
    return None

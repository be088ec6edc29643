"""The outbox: every letter with its state, attempts and error."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from events.models import EventPage
from registration.models import MailStop, OutboxMessage
from registration.staff import words
from registration.staff.event_field import EventFilter
from registration.staff.registration_list import events_with_registrations
from registration.staff.screens import PermissionMixin


class LetterFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=OutboxMessage.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Letter"),
        choices=list(words.LETTER_KINDS.items()),
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    registration__event = EventFilter(
        label=gettext_lazy("Event"),
        queryset=events_with_registrations,
        empty_label=gettext_lazy("All"),
        method="about_event",
    )

    class Meta:
        model = OutboxMessage
        fields = ["state", "kind", "registration__event"]

    def about_event(self, queryset: QuerySet, name: str, value: EventPage) -> QuerySet:
        """Letters to who registered for it, and to its process leader about it alone."""
        return queryset.filter(Q(registration__event=value) | Q(event=value))


class LetterList(PermissionMixin, IndexView):
    permission = "registration.view_outboxmessage"
    any_permission_required = None
    model = OutboxMessage
    filterset_class = LetterFilters
    default_ordering = "-due_at"
    list_export: list[str] = []
    columns = [
        TitleColumn(
            "kind",
            classname="staff-title",
            label=gettext_lazy("Letter"),
            accessor=lambda row: words.letter_kind(row.kind),
            get_url=lambda row: reverse("staff_letters:letter", args=[row.pk]),
        ),
        Column(
            "registration",
            classname="staff-name",
            label=gettext_lazy("Recipient"),
            accessor=words.letter_recipient,
        ),
        Column(
            "event",
            classname="staff-event",
            label=gettext_lazy("Event"),
            accessor=words.letter_event,
        ),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("attempts", label=gettext_lazy("Attempts"), sort_key="attempts"),
        Column("last_error", label=gettext_lazy("Last error")),
        Column(
            "due_at",
            classname="staff-when",
            label=gettext_lazy("Due"),
            accessor=lambda row: words.listed(row.due_at),
            sort_key="due_at",
        ),
        Column(
            "sent_at",
            classname="staff-when",
            label=gettext_lazy("Sent"),
            accessor=lambda row: words.listed(row.sent_at),
            sort_key="sent_at",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[OutboxMessage]:
        return OutboxMessage.objects.select_related("registration__event", "event", "person").defer("text")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "-pk")

    def get_add_url(self) -> None:
        return None

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = []
        form = self.filters.form
        if form.is_valid() and (event := form.cleaned_data.get("registration__event")):
            url = reverse("staff_events:timeline", args=[event.pk])
            buttons.append(Button(_("Time line of letters"), url=url, icon_name="history", priority=5))
        may_stop = self.request.user.has_perm("registration.add_mailstop")
        if may_stop and not MailStop.objects.in_force().exists():
            url = reverse("staff_letters:stop")
            buttons.append(Button(_("Stop all mail"), url=url, icon_name="cross", priority=10))
        return buttons

    def get_list_buttons(self, instance: OutboxMessage) -> list:
        return []

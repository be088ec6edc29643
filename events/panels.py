"""The editor's form for an event, in the order in which an event is planned."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page

WHEN_PANELS = [
    FieldRowPanel([FieldPanel("start_at"), FieldPanel("end_at")]),
    FieldRowPanel([FieldPanel("doors_open_time"), FieldPanel("doors_note")]),
    FieldPanel("format"),
    FieldPanel("venue"),
    FieldPanel("online_note"),
    FieldPanel("online_link"),
]
REGISTRATION_PANELS = [
    FieldPanel("flow"),
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    FieldRowPanel([FieldPanel("capacity"), FieldPanel("online_capacity")]),
    FieldRowPanel([FieldPanel("max_per_organisation"), FieldPanel("release_at")]),
]
ASKED_PANELS = [
    FieldRowPanel([FieldPanel("asks_diet"), FieldPanel("asks_access")]),
    FieldPanel("has_participant_list"),
    FieldRowPanel([FieldPanel("needs_kept_days"), FieldPanel("identity_kept_months")]),
]
EVENT_PANELS = [
    *Page.content_panels,
    FieldPanel("ingress"),
    MultiFieldPanel(WHEN_PANELS, heading=_("When and where")),
    MultiFieldPanel([FieldPanel("status"), FieldPanel("status_note")], heading=_("Status")),
    FieldPanel("body"),
    InlinePanel("programme", heading=_("Programme"), label=_("programme item")),
    InlinePanel("speakers", heading=_("Contributors"), label=_("contributor")),
    MultiFieldPanel(
        [
            FieldPanel("contact"),
            FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
            FieldPanel("price_sek"),
        ],
        heading=_("About"),
    ),
    MultiFieldPanel(REGISTRATION_PANELS, heading=_("Registration")),
    InlinePanel("quotas", heading=_("Seats per role"), label=_("role"), max_num=3),
    MultiFieldPanel(ASKED_PANELS, heading=_("What the form asks")),
    InlinePanel("reminder_rules", heading=_("Reminders"), label=_("reminder")),
    MultiFieldPanel(
        [FieldPanel("title_en"), FieldPanel("ingress_en"), FieldPanel("body_en")],
        heading=_("In English"),
        classname="collapsed",
    ),
]

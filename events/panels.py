"""The editor's form for an event, in the order in which an event is planned.

Made for somebody who writes two events a year: what is missing stands on top, what every event needs comes
first, and what is only for afterwards or for English lies under tabs of its own.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.models import Page


class ReadinessPanel(Panel):
    """What the saved page still lacks, before anything else; written anew after each save in the background
    (templates/wagtailadmin/pages/edit_partials.html)."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/readiness_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {
                "page": self.instance,
                # A new page follows its kind; what has been saved is the editor's own.
                "usual_values_by_kind": None
                if self.instance.pk
                else getattr(self.instance, "usual_form_values", None),
            }


WHEN_PANELS = [
    FieldRowPanel([FieldPanel("start_at"), FieldPanel("end_at")]),
    FieldRowPanel([FieldPanel("doors_open_time"), FieldPanel("doors_note")]),
    FieldPanel("format"),
    FieldPanel("venue"),
]
ONLINE_PANELS = [
    FieldPanel("online_note"),
    FieldPanel("online_link"),
    FieldRowPanel([FieldPanel("is_recorded"), FieldPanel("takes_questions")]),
]
STATUS_PANELS = [FieldPanel("status"), FieldPanel("status_note"), FieldPanel("previous_start_at")]
ABOUT_PANELS = [
    FieldPanel("contact"),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    FieldPanel("price_sek"),
    FieldPanel("is_featured"),
]
REGISTRATION_PANELS = [
    FieldPanel("flow"),
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    FieldRowPanel([FieldPanel("capacity"), FieldPanel("online_capacity")]),
    FieldRowPanel([FieldPanel("max_per_organisation"), FieldPanel("release_at")]),
]
ANSWER_PANELS = [
    FieldPanel("answers_by"),
    FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("substitutes_until")]),
]
ASKED_PANELS = [
    FieldRowPanel([FieldPanel("asks_diet"), FieldPanel("asks_access")]),
    FieldPanel("has_participant_list"),
    FieldRowPanel([FieldPanel("needs_kept_days"), FieldPanel("identity_kept_months")]),
]
REGISTRATION_TAB = [
    MultiFieldPanel(REGISTRATION_PANELS, heading=_("Registration")),
    InlinePanel("quotas", heading=_("Seats per role"), label=_("role"), max_num=3),
    MultiFieldPanel(ANSWER_PANELS, heading=_("Answers, waitlist and substitutes")),
    MultiFieldPanel(ASKED_PANELS, heading=_("What the form asks")),
    InlinePanel(
        "reminder_rules",
        heading=_("Reminders and thanks"),
        label=_("letter"),
        help_text=_("They go by the clock. To remind once more, add one: what has gone does not go again."),
    ),
]
AFTERWARDS_TAB = [
    InlinePanel("takeaways", heading=_("Conclusions"), label=_("conclusion"), max_num=10),
    FieldPanel("summary"),
    InlinePanel("documents", heading=_("Documents"), label=_("document")),
    MultiFieldPanel(
        [
            FieldPanel("recording_url"),
            FieldRowPanel([FieldPanel("recording_minutes"), FieldPanel("recording_is_captioned")]),
        ],
        heading=_("Recording"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("registered"),
            FieldRowPanel(
                [
                    FieldPanel("attended_official"),
                    FieldPanel("attended_politician"),
                    FieldPanel("attended_builder"),
                ]
            ),
        ],
        heading=_("How many came"),
    ),
]
ENGLISH_TAB = [FieldPanel("title_en"), FieldPanel("ingress_en"), FieldPanel("body_en")]


def event_form(
    *,
    kind: Sequence[Panel] = (),
    questions: Sequence[Panel] = (),
    form: Sequence[Panel] = (),
    form_heading: Any = "",
) -> TabbedInterface:
    """The tabs of one kind of event; what is its own comes beside what all have."""
    content = [
        ReadinessPanel(heading=_("Before you publish")),
        *Page.content_panels,
        *kind,
        FieldPanel("ingress"),
        MultiFieldPanel(WHEN_PANELS, heading=_("When and where")),
        *([MultiFieldPanel(list(form), heading=form_heading)] if form else []),
        MultiFieldPanel(ONLINE_PANELS, heading=_("Online")),
        MultiFieldPanel(STATUS_PANELS, heading=_("Status")),
        *questions,
        FieldPanel("body"),
        InlinePanel("programme", heading=_("Programme"), label=_("programme item")),
        InlinePanel("speakers", heading=_("Contributors"), label=_("contributor")),
        InlinePanel("partners", heading=_("Partners and co-organisers"), label=_("partner")),
        MultiFieldPanel(ABOUT_PANELS, heading=_("About")),
    ]
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            ObjectList(REGISTRATION_TAB, heading=_("Registration")),
            ObjectList(AFTERWARDS_TAB, heading=_("Afterwards")),
            ObjectList(ENGLISH_TAB, heading=_("In English")),
            ObjectList(Page.promote_panels, heading=_("Address and search")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )

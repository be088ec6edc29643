"""What the pages of a registration show that a template cannot work out."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.availability import Availability
from events.models import EventPage
from events.roles import Role
from home.models import SiteSettings
from registration import seat_notes
from registration.models import HistoryEntry
from registration.standing import STATUS_HEADLINES, STATUS_MARKS

register = template.Library()

Action = HistoryEntry.Action

ROLE_HELP = {
    Role.OFFICIAL: gettext_lazy(
        "You are employed by a municipality in the county, for example in planning, "
        "development or management."
    ),
    Role.POLITICIAN: gettext_lazy(
        "You hold political office in a municipality in the county, as a member or a deputy member."
    ),
    Role.BUILDER: gettext_lazy(
        "You work for a company or an organisation that develops, builds or manages housing."
    ),
}

# In the person's own words; what staff did is told as the action is called.
OWN_DEEDS = {
    Action.REGISTERED: gettext_lazy("You registered"),
    Action.WAITLISTED: gettext_lazy("You joined the waitlist"),
    Action.PROMOTED: gettext_lazy("You got a seat from the waitlist"),
    Action.REQUESTED: gettext_lazy("You asked for a seat"),
    Action.OFFERED: gettext_lazy("You were offered a seat"),
    Action.ACCEPTED: gettext_lazy("You said yes to the seat"),
    Action.REFUSED: gettext_lazy("You said no to the seat"),
    Action.LAPSED: gettext_lazy("The time to answer passed"),
    Action.CANCELLED: gettext_lazy("You cancelled your registration"),
    Action.CANCELLATION_UNDONE: gettext_lazy("You took the cancellation back"),
    Action.HANDED_OVER: gettext_lazy("You handed the seat over to a colleague"),
    Action.TOOK_OVER: gettext_lazy("You took over a colleague's seat"),
    Action.DETAILS_CHANGED: gettext_lazy("You changed your details"),
    Action.ATTENDANCE_CHANGED: gettext_lazy("You changed how you take part"),
    Action.LINKS_ENDED: gettext_lazy("You ended all links"),
}

FEW_ERRORS = (
    gettext_lazy("One answer needs to be changed"),
    gettext_lazy("Two answers need to be changed"),
    gettext_lazy("Three answers need to be changed"),
    gettext_lazy("Four answers need to be changed"),
    gettext_lazy("Five answers need to be changed"),
    gettext_lazy("Six answers need to be changed"),
    gettext_lazy("Seven answers need to be changed"),
    gettext_lazy("Eight answers need to be changed"),
    gettext_lazy("Nine answers need to be changed"),
    gettext_lazy("Ten answers need to be changed"),
)


@register.filter
def status_mark(status: str) -> str:
    return STATUS_MARKS[status]


@register.filter
def status_headline(status: str) -> str:
    return str(STATUS_HEADLINES[status])


@register.filter
def told(entry: HistoryEntry) -> str:
    """A history entry as it is told to the person it is about."""
    # The name stays when the account is gone.
    if entry.by_id is None and not entry.by_name and entry.action in OWN_DEEDS:
        return str(OWN_DEEDS[Action(entry.action)])
    return entry.get_action_display()


@register.filter
def role_label(role: str) -> str:
    return str(Role(role).label)


@dataclass(frozen=True)
class Contact:
    email: str
    name: str = ""
    title: str = ""
    phone: str = ""


@register.simple_tag(takes_context=True)
def contact_of(context: Context, event: EventPage) -> Contact:
    """Whom to ask: the event's process leader, or the forum's own address where there is none."""
    person: Any = event.contact
    if person is None or not person.email:
        return Contact(email=SiteSettings.for_request(context["request"]).contact_email)
    return Contact(email=person.email, name=person.full_name, title=person.job_title, phone=person.phone)


@dataclass(frozen=True)
class ErrorLink:
    message: str
    target: str


@register.simple_tag
def error_links(form: Form) -> list[ErrorLink]:
    """Every field's errors in the order of the page, each with the control to go to."""
    return [
        ErrorLink(message=message, target=first_control_id(field))
        for field in form.visible_fields()
        for message in field.errors
    ]


@register.simple_tag
def error_headline(form: Form) -> str:
    """How many answers need to be changed, in words as far as words are used."""
    count = sum(1 for field in form.visible_fields() if field.errors)
    if not count:
        return _("The form was not sent")
    if count <= len(FEW_ERRORS):
        return str(FEW_ERRORS[count - 1])
    return ngettext("%(count)s answer needs to be changed", "%(count)s answers need to be changed", count) % {
        "count": count
    }


def first_control_id(field: BoundField) -> str:
    """Of radio buttons the first: a label's id is all that Django says of the group."""
    return field.subwidgets[0].id_for_label if field.use_fieldset else field.auto_id


@dataclass(frozen=True)
class Choice:
    """A radio row: its words, and a note about seats where only the waitlist is left."""

    id: str
    value: str
    label: str
    help: str
    note: str
    is_checked: bool


@register.simple_tag
def role_choices(field: BoundField, event: EventPage, availability: Availability) -> list[Choice]:
    return [
        Choice(
            id=widget.id_for_label,
            value=widget.data["value"],
            label=widget.choice_label,
            help=str(ROLE_HELP[Role(widget.data["value"])]),
            note=seat_notes.for_role(event, availability, role=widget.data["value"]),
            is_checked=widget.data["selected"],
        )
        for widget in field.subwidgets
    ]


@register.simple_tag
def attendance_choices(field: BoundField, event: EventPage, availability: Availability) -> list[Choice]:
    return [
        Choice(
            id=widget.id_for_label,
            value=widget.data["value"],
            label=widget.choice_label,
            help="",
            note=seat_notes.for_attendance(event, availability, attendance=widget.data["value"]),
            is_checked=widget.data["selected"],
        )
        for widget in field.subwidgets
    ]


@register.simple_tag
def plain_choices(field: BoundField) -> list[Choice]:
    """Radio rows with nothing beside their words."""
    return [
        Choice(
            id=widget.id_for_label,
            value=widget.data["value"],
            label=widget.choice_label,
            help="",
            note="",
            is_checked=widget.data["selected"],
        )
        for widget in field.subwidgets
    ]

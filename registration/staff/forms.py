"""What staff type. Fields clean as they do for visitors; which of them are needed follows from the role."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import EventPage
from events.municipalities import MUNICIPALITY_CHOICES
from events.roles import MUNICIPAL_ROLES, Role
from registration.addresses import address_key
from registration.domain.corrections import Person
from registration.domain.signup import Applicant
from registration.fields import ADDRESS_HINT, AddressField, PlainTextField
from registration.models import Registration
from registration.staff.event_field import EventChoiceField

REASON_HELP = _("Why. No names and no private matters: the reason is kept in the history.")
OVERRIDE = _("Give a seat even if there is none (overbook)")
OVERRIDE_HELP = _(
    "The seat counts in the total only. It is shown as overbooked, with your name and the reason."
)
# What staff may change of who somebody is.
PERSON_FIELDS = ("first_name", "last_name", "job_title", "role", "municipality", "organisation", "phone")


class ReasonForm(forms.Form):
    reason = PlainTextField(label=_("Reason"), max_length=300, help_text=REASON_HELP)


class OptionalReasonForm(forms.Form):
    reason = PlainTextField(label=_("Reason"), max_length=300, required=False, help_text=REASON_HELP)


class GiveSeatForm(ReasonForm):
    override = forms.BooleanField(label=OVERRIDE, required=False, help_text=OVERRIDE_HELP)


class AddressForm(forms.Form):
    email = AddressField(label=_("E-mail"), error_messages={"required": ADDRESS_HINT})


class PersonForm(forms.Form):
    """Who somebody is. `override` and `reason` come last, since they are seldom needed."""

    first_name = PlainTextField(label=_("First name"), max_length=80)
    last_name = PlainTextField(label=_("Last name"), max_length=80)
    job_title = PlainTextField(label=_("Title"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    municipality = forms.ChoiceField(
        label=_("Municipality"),
        choices=[("", _("Choose municipality")), *MUNICIPALITY_CHOICES],
        required=False,
        help_text=_("For officials and politicians."),
    )
    organisation = PlainTextField(
        label=_("Organisation"), max_length=160, required=False, help_text=_("For builders and guests.")
    )
    phone = PlainTextField(label=_("Telephone"), max_length=40, required=False)
    override = forms.BooleanField(label=OVERRIDE, required=False, help_text=OVERRIDE_HELP)
    reason = PlainTextField(label=_("Reason"), max_length=300, required=False, help_text=REASON_HELP)

    def clean(self) -> dict[str, Any]:
        """Ask for what the role needs, and drop what it does not."""
        cleaned = super().clean()
        if cleaned.get("role") in MUNICIPAL_ROLES:
            cleaned["organisation"] = ""
            if not cleaned.get("municipality"):
                self.add_error("municipality", ValidationError(_("Choose the municipality of this person.")))
        else:
            cleaned["municipality"] = ""
            if cleaned.get("role") == Role.BUILDER and not cleaned.get("organisation"):
                self.add_error(
                    "organisation", ValidationError(_("Write which organisation this person works for."))
                )
        return cleaned

    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in PERSON_FIELDS})


class AddForm(PersonForm):
    event = EventChoiceField(
        label=_("Event"), queryset=EventPage.objects.none(), empty_label=_("Choose event")
    )
    email = AddressField(
        label=_("E-mail"), required=False, help_text=_("Empty: the person gets no letters and no link.")
    )
    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=Registration.Attendance.choices,
        help_text=_("Matters only when the event is both on site and online."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=[("sv", "Svenska"), ("en", "English")]
    )
    is_listed = forms.BooleanField(label=_("Has agreed to be on the participant list"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = [
        "event",
        "first_name",
        "last_name",
        "email",
        "role",
        "municipality",
        "organisation",
        "job_title",
        "phone",
        "attendance",
        "language",
        "is_listed",
    ]

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events

    def applicant(self) -> Applicant:
        cleaned = self.cleaned_data
        return Applicant(
            address=cleaned["email"],
            attendance=cleaned["attendance"],
            is_listed=cleaned["is_listed"],
            language=cleaned["language"],
            **{name: cleaned[name] for name in PERSON_FIELDS},
        )


class HandOverForm(PersonForm):
    """The colleague, with the holder's role and employer: that is what lets a seat change hands at once."""

    field_order = ["email", "first_name", "last_name", "job_title", "role", "municipality", "organisation"]

    email = AddressField(
        label=_("E-mail"), error_messages={"required": _("Write the colleague's e-mail address.")}
    )
    # Not asked about the colleague, who can add it, nor about a seat that is there already.
    phone = None
    override = None
    reason = None

    def __init__(self, *args: Any, holder: Registration, **kwargs: Any) -> None:
        initial = {name: getattr(holder, name) for name in ("role", "municipality", "organisation")}
        super().__init__(*args, initial=initial, **kwargs)
        self.holder = holder

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        if address_key(address) == self.holder.address_key:
            raise ValidationError(_("That is the address of who has the seat. Write the colleague's."))
        return address

    def colleague(self) -> Applicant:
        """Letters come in the language that the holder reads, until the colleague chooses one."""
        cleaned = self.cleaned_data
        return Applicant(
            address=cleaned["email"],
            attendance=self.holder.attendance,
            language=self.holder.language,
            **{name: cleaned[name] for name in self.field_order[1:]},
        )

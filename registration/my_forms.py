"""The forms behind a personal link. Who sends them is known, so there are no traps for bots in them."""

from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registration import seat_notes
from registration.addresses import address_key
from registration.domain.signup import Applicant
from registration.fields import PlainTextField
from registration.forms import PageForm, PersonForm, SignupForm
from registration.models import Needs, Registration


def _as_at_signup(name: str) -> forms.Field:
    return deepcopy(SignupForm.base_fields[name])


class CancelForm(PageForm):
    OPTIONAL = frozenset({"reason"})

    reason = PlainTextField(
        label=_("Reason"), max_length=300, required=False, help_text=_("The organiser reads it.")
    )


class DirectSeatForm(PageForm):
    """One press: whether a free seat is this person's at once, or offered to them first."""

    wants_directly = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes"
    )


class ChangeForm(PageForm):
    """What was asked in the form and can be answered anew; each question where it is asked, or was."""

    OPTIONAL = frozenset({"phone", "diet", "access"})
    # In a line, or on the way into one.
    MAY_WAIT = (Registration.Status.WAITLISTED, Registration.Status.PENDING)

    job_title = _as_at_signup("job_title")
    phone = _as_at_signup("phone")
    diet = _as_at_signup("diet")
    access = _as_at_signup("access")
    is_listed = _as_at_signup("is_listed")
    wants_directly = _as_at_signup("wants_directly")

    def __init__(self, *args: Any, registration: Registration, needs: Needs | None, **kwargs: Any) -> None:
        event = registration.event
        self.now_stands = {
            "job_title": registration.job_title,
            "phone": registration.phone,
            "diet": needs.diet if needs else "",
            "access": needs.access if needs else "",
            "is_listed": registration.is_listed,
            "wants_directly": registration.wants_directly,
        }
        super().__init__(*args, initial=self.now_stands, **kwargs)
        # What has been told stays in its owner's hands, also when the event asks no more.
        if not event.asks_diet and not self.now_stands["diet"]:
            del self.fields["diet"]
        if not event.asks_access and not self.now_stands["access"]:
            del self.fields["access"]
        if not event.has_participant_list and not registration.is_listed:
            del self.fields["is_listed"]
        if registration.status in self.MAY_WAIT:
            self.fields["wants_directly"].help_text = seat_notes.how_seats_are_offered(
                event, now=timezone.now()
            )
        else:
            del self.fields["wants_directly"]
        for name in self.fields.keys() & SignupForm.AUTOCOMPLETE.keys():
            self.fields[name].widget.attrs["autocomplete"] = SignupForm.AUTOCOMPLETE[name]
        self.fields["phone"].widget.input_type = "tel"

    def answers(self) -> dict[str, Any]:
        """All that `changes.change_details` writes; what was not asked is as it was."""
        return self.now_stands | self.cleaned_data


class AttendanceForm(PageForm):
    """Into the other way of taking part; where that is full, only with the consequence ticked."""

    attendance = forms.ChoiceField(choices=Registration.Attendance.choices, widget=forms.HiddenInput)
    joins_line = forms.BooleanField(
        label=_("I give up the seat that I have and join the waitlist"), required=False
    )

    def ask_to_join_line(self) -> None:
        """The places are taken, and nobody gives up a seat without having said so."""
        self.add_error(
            "joins_line", ValidationError(_("Tick here if you want to give up your seat, or keep it."))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self._errors.pop("attendance", None):
            # Nobody can mend a field that nobody sees.
            raise ValidationError(_("The form could not be read in full. Please send it again."))
        return cleaned

    def set_anew(self, attendance: str) -> None:
        """When the form comes back the unseen field holds what it holds in a new form."""
        self.data = self.data.copy()
        self.data["attendance"] = attendance


class HandOverForm(PersonForm):
    """The colleague. Role and employer are filled in as the holder's, since most substitutes share them."""

    # The colleague first; what the two have in common is filled in and comes last.
    field_order = ["email", "first_name", "last_name", "job_title", "role", "municipality", "organisation"]

    NO_MUNICIPALITY = _("Choose the municipality where your colleague works or holds office.")
    NO_ORGANISATION = _("Write which organisation your colleague works for.")
    # Where the sentences of the sign-up form speak of who fills it in.
    SENTENCES = {
        "role": _("Choose your colleague's role."),
        "first_name": _("Write your colleague's first name."),
        "last_name": _("Write your colleague's last name."),
        "job_title": _("Write your colleague's title."),
    }

    def __init__(self, *args: Any, holder: Registration, **kwargs: Any) -> None:
        initial = {
            "role": holder.role,
            "municipality": holder.municipality,
            "organisation": holder.organisation,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.holder = holder
        for name, sentence in self.SENTENCES.items():
            self.fields[name].error_messages["required"] = sentence
        self.fields["role"].error_messages["invalid_choice"] = self.SENTENCES["role"]
        self.fields["municipality"].error_messages["invalid_choice"] = self.NO_MUNICIPALITY
        self.fields["email"].help_text = _("preferably your colleague's work address")
        # It is somebody else who is written down here: what the browser knows is not meant.
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        if address_key(address) == self.holder.address_key:
            raise ValidationError(_("That is your own address. Write your colleague's."))
        return address

    def colleague(self) -> Applicant:
        cleaned = self.cleaned_data
        return Applicant(
            address=cleaned["email"],
            first_name=cleaned["first_name"],
            last_name=cleaned["last_name"],
            job_title=cleaned["job_title"],
            role=cleaned["role"],
            municipality=cleaned["municipality"],
            organisation=cleaned["organisation"],
            attendance=self.holder.attendance,
            language=get_language() or "sv",
        )

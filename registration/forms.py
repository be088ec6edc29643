"""The public forms. They look at shape; `domain/` looks at meaning."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models import EventPage
from events.municipalities import MUNICIPALITY_CHOICES
from events.roles import BALANCED_ROLE_CHOICES, MUNICIPAL_ROLES, Role
from registration import seat_notes
from registration.bots import BotTrapForm
from registration.domain.signup import Applicant
from registration.fields import ADDRESS_HINT, AddressField, PlainTextField
from registration.models import Registration
from registration.page_renderer import PageRenderer


class PageForm(forms.Form):
    """`OPTIONAL`: the fields that say so beside their label; those that are needed say nothing."""

    OPTIONAL: frozenset[str] = frozenset()
    default_renderer = PageRenderer

    def state_purposes(self, *, needs_kept_days: int) -> None:
        """Say at the fields about diet and access what they are for and when the answers are deleted."""
        purposes = {
            "diet": _("We use it to order the food and delete it at most %(days)s days after the event."),
            "access": _(
                "We use it to prepare your visit and delete it at most %(days)s days after the event."
            ),
        }
        for name in purposes.keys() & self.fields.keys():
            self[name].help_text = purposes[name] % {"days": needs_kept_days}


class PublicForm(BotTrapForm, PageForm):
    """Anybody may fill it in, so bots try."""


class PersonForm(PageForm):
    """Who somebody is. Role first: it decides whether a municipality or an organisation is asked for."""

    NO_MUNICIPALITY = _("Choose the municipality where you work or hold office.")
    NO_ORGANISATION = _("Write which organisation you work for.")

    role = forms.ChoiceField(
        label=_("Role"),
        choices=BALANCED_ROLE_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your role."), "invalid_choice": _("Choose your role.")},
    )
    municipality = forms.ChoiceField(
        label=_("Municipality"),
        choices=[("", _("Choose municipality")), *MUNICIPALITY_CHOICES],
        required=False,
        help_text=_("For officials and politicians."),
        error_messages={"invalid_choice": _("Choose the municipality where you work or hold office.")},
    )
    organisation = PlainTextField(
        label=_("Organisation"), max_length=160, required=False, help_text=_("For builders.")
    )
    first_name = PlainTextField(
        label=_("First name"), max_length=80, error_messages={"required": _("Write your first name.")}
    )
    last_name = PlainTextField(
        label=_("Last name"), max_length=80, error_messages={"required": _("Write your last name.")}
    )
    job_title = PlainTextField(
        label=_("Title"), max_length=120, error_messages={"required": _("Write your title.")}
    )
    email = AddressField(
        label=_("E-mail"),
        help_text=_("preferably your work address"),
        error_messages={"required": ADDRESS_HINT},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].widget.attrs["list"] = "organisation-suggestions"

    def clean(self) -> dict[str, Any]:
        """Ask for what the role needs, and drop what it does not: never an error (docs/rules.md 4.12)."""
        cleaned = super().clean()
        role = cleaned.get("role")
        if role in MUNICIPAL_ROLES:
            cleaned["organisation"] = ""
            self._errors.pop("organisation", None)
            if not cleaned.get("municipality") and "municipality" not in self._errors:
                self.add_error("municipality", ValidationError(self.NO_MUNICIPALITY))
        elif role == Role.BUILDER:
            cleaned["municipality"] = ""
            self._errors.pop("municipality", None)
            if not cleaned.get("organisation") and "organisation" not in self._errors:
                self.add_error("organisation", ValidationError(self.NO_ORGANISATION))
        return cleaned


class SignupForm(PersonForm, PublicForm):
    OPTIONAL = frozenset({"phone", "diet", "access"})

    phone = PlainTextField(label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput)
    attendance = forms.ChoiceField(
        label=_("How will you take part?"),
        choices=Registration.Attendance.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you will take part."),
            "invalid_choice": _("Choose how you will take part."),
        },
    )
    diet = PlainTextField(label=_("Special diet or allergy"), max_length=300, required=False)
    access = PlainTextField(label=_("Needs on site, such as a hearing loop"), max_length=300, required=False)
    is_listed = forms.BooleanField(
        label=_("My name, title and organisation may be on the participant list"),
        help_text=_("The list is shared with those who take part. E-mail and telephone are never on it."),
        required=False,
    )
    wants_directly = forms.BooleanField(
        label=_("Give me a seat directly if one becomes free"),
        required=False,
    )
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    AUTOCOMPLETE = {
        "organisation": "organization",
        "first_name": "given-name",
        "last_name": "family-name",
        "job_title": "organization-title",
        "email": "email",
        "phone": "tel",
    }

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if event.format != EventPage.Format.HYBRID:
            del self.fields["attendance"]
        if not event.asks_diet:
            del self.fields["diet"]
        if not event.asks_access:
            del self.fields["access"]
        if not event.has_participant_list:
            del self.fields["is_listed"]
        self.fields["wants_directly"].help_text = seat_notes.how_seats_are_offered(event, now=timezone.now())
        for name, token in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["phone"].widget.input_type = "tel"

    def applicant(self) -> Applicant:
        """What a valid form says, for the domain."""
        cleaned = self.cleaned_data
        return Applicant(
            address=cleaned["email"],
            first_name=cleaned["first_name"],
            last_name=cleaned["last_name"],
            job_title=cleaned["job_title"],
            role=cleaned["role"],
            municipality=cleaned["municipality"],
            organisation=cleaned["organisation"],
            phone=cleaned["phone"],
            attendance=cleaned.get("attendance", ""),
            diet=cleaned.get("diet", ""),
            access=cleaned.get("access", ""),
            is_listed=cleaned.get("is_listed", False),
            wants_directly=cleaned["wants_directly"],
            language=get_language() or "sv",
        )


class LinkRequestForm(PublicForm):
    email = AddressField(
        label=_("E-mail"),
        help_text=_("the address you registered with"),
        error_messages={"required": ADDRESS_HINT},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

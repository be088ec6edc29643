"""What staff write to many, and to whom."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.widgets import AdminDocumentChooser

from events.models import EventPage
from events.municipalities import MUNICIPALITY_CHOICES
from events.roles import Role
from home.models import SiteDocument
from registration.domain.mailings import Words
from registration.fields import PlainTextField
from registration.models import Mailing, Registration, Segment
from registration.staff.event_field import EventMultipleChoiceField
from registration.staff.letter_text_form import LinesField

# Together; many mail servers refuse a letter that is much larger.
ATTACHMENTS_MOST_BYTES = 10 * 1024 * 1024
ATTACHMENT_FIELDS = ("attachment_1", "attachment_2", "attachment_3")
TO_FIELDS = ("events", "statuses", "roles", "municipalities", "attendance")


class WideLinesField(LinesField):
    widget = forms.Textarea(attrs={"rows": 12})


def document_field(number: int) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=format_lazy("{} {}", gettext_lazy("Attachment"), number),
        queryset=SiteDocument.objects.all(),
        widget=AdminDocumentChooser,
        required=False,
    )


class MailingForm(forms.Form):
    events = EventMultipleChoiceField(
        label=gettext_lazy("Registered for"),
        queryset=EventPage.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one event.")},
    )
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Status"),
        choices=Registration.Status.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one status.")},
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None chosen: all roles."),
    )
    attendance = forms.ChoiceField(
        label=gettext_lazy("Attendance"),
        choices=[("", gettext_lazy("On site and online")), *Registration.Attendance.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    municipalities = forms.MultipleChoiceField(
        label=gettext_lazy("Municipality"),
        choices=MUNICIPALITY_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None chosen: all, and builders, who have none."),
    )
    subject = PlainTextField(label=gettext_lazy("Subject"), max_length=Mailing.SUBJECT_LENGTH)
    body = WideLinesField(
        label=gettext_lazy("Text"),
        max_length=Mailing.TEXT_LENGTH,
        help_text=gettext_lazy(
            "A blank line makes a new paragraph, and an address that begins with https:// becomes a link. "
            "The letter greets everybody by first name and ends with the contact person."
        ),
    )
    subject_en = PlainTextField(
        label=gettext_lazy("Subject in English"), max_length=Mailing.SUBJECT_LENGTH, required=False
    )
    body_en = WideLinesField(
        label=gettext_lazy("Text in English"),
        max_length=Mailing.TEXT_LENGTH,
        required=False,
        help_text=gettext_lazy("For those who get their letters in English. Empty: the Swedish letter."),
    )
    attachment_1 = document_field(1)
    attachment_2 = document_field(2)
    attachment_3 = document_field(3)

    def __init__(self, *args: Any, events: Any, only_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].queryset = events
        if only_words:
            for name in TO_FIELDS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one, other in (("subject_en", "body_en"), ("body_en", "subject_en")):
            if cleaned.get(one) and not cleaned.get(other) and other not in self.errors:
                self.add_error(other, ValidationError(_("Write both subject and text in English, or none.")))
        total = sum(document.get_file_size() or 0 for document in self.attachments())
        if total > ATTACHMENTS_MOST_BYTES:
            raise ValidationError(
                _(
                    "The attachments are %(size)s together, and at most %(most)s can be sent. "
                    "Link to them instead."
                )
                % {"size": filesizeformat(total), "most": filesizeformat(ATTACHMENTS_MOST_BYTES)}
            )
        return cleaned

    def words(self) -> Words:
        return Words(
            **{name: self.cleaned_data[name] for name in ("subject", "body", "subject_en", "body_en")}
        )

    def segment(self) -> Segment:
        return Segment(
            roles=tuple(self.cleaned_data.get("roles", ())),
            municipalities=tuple(self.cleaned_data.get("municipalities", ())),
            statuses=tuple(self.cleaned_data.get("statuses", ())),
            attendance=self.cleaned_data.get("attendance", ""),
        )

    def attachments(self) -> list[SiteDocument]:
        chosen = (self.cleaned_data.get(name) for name in ATTACHMENT_FIELDS)
        return list(dict.fromkeys(filter(None, chosen)))

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """The fields under the headings of the screen."""
        headings = {
            _("Who gets it"): TO_FIELDS,
            _("The letter"): ("subject", "body"),
            _("In English"): ("subject_en", "body_en"),
            _("Attachments"): ATTACHMENT_FIELDS,
        }
        for heading, names in headings.items():
            if fields := [self[name] for name in names if name in self.fields]:
                yield heading, fields


def initial_of(mailing: Mailing) -> dict[str, Any]:
    segment = mailing.segment
    documents = mailing.attachments.order_by("pk")
    return {
        "events": mailing.events.all(),
        "statuses": segment.statuses,
        "roles": segment.roles,
        "municipalities": segment.municipalities,
        "attendance": segment.attendance,
        "subject": mailing.subject,
        "body": mailing.body,
        "subject_en": mailing.subject_en,
        "body_en": mailing.body_en,
        **dict(zip(ATTACHMENT_FIELDS, documents, strict=False)),
    }

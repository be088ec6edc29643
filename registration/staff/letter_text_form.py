"""The form in which staff write the words of a letter."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.fields import PlainTextField
from registration.mail import placeholders
from registration.mail.subject import LONGEST
from registration.mail.texts import Wording
from registration.models import LetterText, Registration


class LinesField(PlainTextField):
    """As a plain text, but with line breaks."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", "\n".join(super().to_python(value).splitlines()))

    def validate(self, value: str) -> None:
        # An empty line is no empty field.
        for line in list(filter(None, value.split("\n"))) or [""]:
            super().validate(line)


class LetterTextForm(forms.Form):
    subject = PlainTextField(
        label=gettext_lazy("Subject"), max_length=LetterText.SUBJECT_LENGTH, required=False
    )
    opening = LinesField(label=gettext_lazy("Opening"), max_length=LetterText.TEXT_LENGTH, required=False)
    closing = LinesField(label=gettext_lazy("Closing"), max_length=LetterText.TEXT_LENGTH, required=False)
    recipient = forms.ChoiceField(
        label=gettext_lazy("Show the letter to"),
        required=False,
        choices=[("", gettext_lazy("a sample person"))],
    )

    def __init__(self, *args: Any, kind: str, recipients: list[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["recipient"].choices += [(str(one.pk), one.full_name) for one in recipients]

    def clean_subject(self) -> str:
        subject = self._checked("subject")
        own = placeholders.own_words(subject)
        if len(own) > LONGEST:
            raise ValidationError(
                _("Write at most %(limit)d characters beside the placeholders; there are %(there)d.")
                % {"limit": LONGEST, "there": len(own)}
            )
        return subject

    def clean_opening(self) -> str:
        return self._checked("opening")

    def clean_closing(self) -> str:
        return self._checked("closing")

    def wording(self) -> Wording:
        cleaned = self.cleaned_data
        return Wording(cleaned["subject"], cleaned["opening"], cleaned["closing"])

    def _checked(self, name: str) -> str:
        text = self.cleaned_data[name]
        wrong = placeholders.why_wrong(text, kind=self.kind)
        if wrong:
            raise ValidationError(wrong)
        return text

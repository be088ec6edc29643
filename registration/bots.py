"""Two quiet traps for bots, no captcha (docs/rules.md R 4.6).

A field nobody sees, and the time a person needs. Both are out of reach of keyboard, screen reader and
autofill.
"""

import time
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SALT = "registration.bots"


def stamp() -> str:
    """A signed note of now in whole seconds, to be carried by the form."""
    return signing.dumps(int(time.time()), salt=_SALT)


def seconds_since(shown: str) -> int | None:
    """How long ago the form was shown, or None if the note is not ours."""
    try:
        return int(time.time()) - int(signing.loads(shown, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


class BotTrapForm(forms.Form):
    """`website` has to stay empty; `shown` says when the form was shown.

    Who is caught gets the form back with a sentence, everything typed, and traps set anew: a person who was
    caught gets through by sending it again.
    """

    website = forms.CharField(required=False, max_length=200)
    shown = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput, initial=stamp)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Nobody can mend a field that nobody sees: what is wrong with one is said of the form.
        unseen = ["website", *(field.name for field in self.hidden_fields())]
        garbled = [name for name in unseen if self._errors.pop(name, None)]
        if garbled or cleaned.get("website"):
            self._set_anew("website", *garbled)
            raise ValidationError(
                _("The form could not be read in full. Please send it again."), code="trapped"
            )
        if settings.FORM_MIN_SECONDS:
            waited = seconds_since(cleaned.get("shown", ""))
            if waited is None:
                self._set_anew("shown")
                raise ValidationError(
                    _("The form could not be read in full. Please send it again."), code="unstamped"
                )
            if waited < settings.FORM_MIN_SECONDS:
                raise ValidationError(
                    _("That went very fast. Please look through the form and send it again."), code="hasty"
                )
        return cleaned

    def _set_anew(self, *names: str) -> None:
        """When the form comes back these fields hold what they hold in a new form, not what was sent."""
        self.data = self.data.copy()
        for name in names:
            self.data[self.add_prefix(name)] = str(self.get_initial_for_field(self.fields[name], name) or "")

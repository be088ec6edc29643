"""Choosing an event, in a form or a filter: by title and date."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from events.models import EventPage
from registration.staff import words

# What every database can compare with a row's number.
LARGEST = 2**63 - 1


class _EventMixin:
    def label_from_instance(self, event: EventPage) -> str:
        return words.event_label(event)

    def to_python(self, value: Any) -> Any:
        """A number that no row can have is no choice, and no error of the database's either."""
        if isinstance(value, str) and value.isdecimal() and int(value) > LARGEST:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return super().to_python(value)


class EventChoiceField(_EventMixin, forms.ModelChoiceField):
    pass


class EventMultipleChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, event: EventPage) -> str:
        return words.event_label(event)

    def _check_values(self, value: Any) -> Any:
        """A number that no row can have is no choice, as above."""
        for one in value if isinstance(value, list | tuple) else ():
            if isinstance(one, str) and one.isdecimal() and int(one) > LARGEST:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": one}
                )
        return super()._check_values(value)


class _FilterField(_EventMixin, django_filters.fields.ModelChoiceField):
    pass


class EventFilter(django_filters.ModelChoiceFilter):
    field_class = _FilterField

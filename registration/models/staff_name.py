from typing import Any

from django.db import models

from home.models import User

MAX_LENGTH = 150


def kept_name(staff: User) -> str:
    """What is kept of whoever acted for the organisers: the full name, or the user name without one."""
    return (staff.get_full_name() or staff.get_username())[:MAX_LENGTH]


class StaffName(models.CharField):
    """The name of whoever the field `of` points at, written down with each save.

    Who it was stays readable when the account is gone: an override is a named one (docs/rules.md 4.3).
    `QuerySet.update` passes by; there the name is given with `kept_name`.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, "max_length": MAX_LENGTH, "blank": True, "editable": False})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        # To the database it is a text like others, so that migrations need not know this class.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        staff = getattr(model_instance, self.of)
        if staff is not None:
            setattr(model_instance, self.attname, kept_name(staff))
        return super().pre_save(model_instance, add)

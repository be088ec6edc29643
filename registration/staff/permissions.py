"""The rights that an administrator can give a group in the admin: those that the screens ask for."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

OFFERED = (
    "view_registration",
    "add_registration",
    "change_registration",
    "view_needs",
    "view_outboxmessage",
    "change_outboxmessage",
    "change_registrationwindow",
    "change_changenotice",
    "add_mailstop",
    "change_mailstop",
    "change_lettertext",
    "change_mailing",
    "view_reading",
)


def offered() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="registration", codename__in=OFFERED)

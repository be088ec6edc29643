"""What the templates of the staff's screens need."""

from typing import Any

from django import template
from django.template import Context

from events.roles import ROLE_PLURALS, Role
from registration.mail import reasons
from registration.models import ChangeNotice, MailStop
from registration.staff import words

register = template.Library()

register.filter("listed", words.listed)
register.filter("letter_kind", words.letter_kind)
register.filter("letter_recipient", words.letter_recipient)
register.filter("reason_words", reasons.words_for)


@register.inclusion_tag("registration/staff/mail_stop_banner.html", takes_context=True)
def mail_stop_banner(context: Context) -> dict[str, Any]:
    """On every page of the admin while all mail is stopped; on the log-in page nobody is told."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "stop": MailStop.objects.in_force().first(),
        "may_start": user.has_perm("registration.change_mailstop"),
    }


@register.inclusion_tag("registration/staff/change_banner.html", takes_context=True)
def change_banner(context: Context) -> dict[str, Any]:
    """On every page of the admin until staff have decided whether people are told of a change."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {}
    undecided = ChangeNotice.objects.undecided().select_related("event").order_by("opened_at", "pk")
    return {"undecided": list(undecided), "may_decide": user.has_perm("registration.change_changenotice")}


@register.filter
def role_plural(role: str) -> str:
    return str(ROLE_PLURALS[Role(role)])

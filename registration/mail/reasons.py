"""Why a letter was not sent, in words for staff. The outbox keeps the short name."""

from django.utils.translation import gettext_lazy as _

# Reasons that somebody asks for later: whether a letter may be written again depends on them.
BY_STAFF, MAILING_STOPPED, SENT_AGAIN = "by_staff", "mailing_stopped", "sent_again"

WORDS = {
    "no_address": _("there is no address"),
    "address_changed": _("the address has been corrected since"),
    "status_changed": _("the registration stands otherwise now"),
    "superseded": _("a later letter says the same"),
    "event_cancelled": _("the event is cancelled"),
    "expired": _("it is too late for it"),
    "not_leader": _("somebody else is process leader now"),
    "nothing_left": _("there is nothing left to tell"),
    "refused": _("the recipient's server refused it"),
    "gave_up": _("the mail server could not be reached for too long"),
    "rule_removed": _("the event has no such reminder any more"),
    "held_too_long": _("it was held until it was too late"),
    "refuses_mailings": _("the person wants no mailings"),
    MAILING_STOPPED: _("the mailing was stopped"),
    "address_marked": _("letters to this address do not arrive"),
    "undeliverable": _("it came back"),
    "complained": _("the recipient called it unwanted"),
    BY_STAFF: _("staff took it back"),
    SENT_AGAIN: _("it was sent again as a new letter"),
}


def words_for(reason: str) -> str:
    return str(WORDS.get(reason, reason))

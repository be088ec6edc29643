"""How the screens speak of requests for a seat and of what came of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.attendance import role_words
from events.roles import Role
from registration.domain.approval import Answer, Outcome
from registration.domain.balance_gap import Gap
from registration.domain.requests import SeatRequest
from registration.staff import words

# More names than these in a message would hide what it says.
NAMES_MOST = 5


def due(due_at: datetime | None, *, is_overdue: bool) -> str:
    """Until when the answer was promised; overdue in words, since a colour alone would say it to few."""
    if due_at is None:
        return _("No day promised")
    when = {"when": words.listed(due_at)}
    return _("Overdue since %(when)s") % when if is_overdue else words.listed(due_at)


def balance(gap: Gap, *, role: str) -> str:
    """`3 förtroendevalda saknas av 8`; empty where nothing is meant for the role."""
    if not gap.goal:
        return ""
    if not gap.missing:
        return _("%(taken)s %(people)s have a seat, %(goal)s were wanted") % {
            "taken": gap.taken,
            "people": role_words(Role(role), gap.taken),
            "goal": gap.goal,
        }
    return _("%(missing)s %(people)s missing of %(goal)s") % {
        "missing": gap.missing,
        "people": role_words(Role(role), gap.missing),
        "goal": gap.goal,
    }


def seat(request: SeatRequest) -> str:
    """What a yes would give."""
    if request.holder is None:
        return request.refusal or _("There is a seat")
    takes_over = _("Takes over the seat of %(name)s.") % {"name": request.holder.full_name}
    return f"{takes_over} {request.refusal}".strip()


def foreseen(request: SeatRequest) -> str:
    """What a yes to this person comes to when those before have got theirs."""
    if request.holder is not None:
        takes_over = _("Takes over the seat of %(name)s.") % {"name": request.holder.full_name}
        if request.fits:
            return takes_over
        return _("Gets no answer yet: %(reason)s") % {"reason": request.refusal}
    if request.fits:
        return _("Gets a seat.")
    return _("Goes on the waitlist: %(reason)s") % {"reason": request.refusal}


def letters_of_yes(chosen: Sequence[SeatRequest]) -> str:
    """Which letters a yes would send: one person is not told of what would come of others."""
    if len(chosen) != 1:
        return _("Each of them gets a letter: about the seat, or about the place on the waitlist.")
    [request] = chosen
    if request.fits:
        return _("The person gets a letter about the seat.")
    if request.holder is not None:
        return _("No letter is sent yet, unless you overbook.")
    return _("The person gets a letter about the place on the waitlist, or about the seat if you overbook.")


def outcome(answers: Sequence[Answer]) -> str:
    """What was done, in one or two sentences; empty when nothing was."""
    count = Counter(answer.outcome for answer in answers)
    seated, waiting, declined = (
        count[one] for one in (Outcome.CONFIRMED, Outcome.WAITLISTED, Outcome.DECLINED)
    )
    said = []
    if seated:
        words = ngettext("%(people)s person has got a seat.", "%(people)s people have got a seat.", seated)
        said.append(words % {"people": seated})
    if waiting:
        words = ngettext(
            "%(people)s person stands on the waitlist, since there was no seat.",
            "%(people)s people stand on the waitlist, since there was no seat.",
            waiting,
        )
        said.append(words % {"people": waiting})
    if declined:
        words = ngettext("%(people)s person has got a no.", "%(people)s people have got a no.", declined)
        said.append(words % {"people": declined})
    return " ".join(said)


def skipped(answers: Sequence[Answer]) -> str:
    """Who was left as they are, and why."""
    left = [answer for answer in answers if answer.outcome == Outcome.SKIPPED]
    named = [f"{answer.registration.full_name}: {answer.why}" for answer in left[:NAMES_MOST]]
    if (more := len(left) - NAMES_MOST) > 0:
        named.append(ngettext("And %(more)s more.", "And %(more)s more.", more) % {"more": more})
    return " ".join(named)

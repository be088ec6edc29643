"""A no in somebody's calendar is a note for staff: it cancels nothing by itself (docs/rules.md C 3.7)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from home.models import User
from registration.addresses import address_key
from registration.domain.errors import NothingToDecide
from registration.mail import letters, marks
from registration.mail.calendar_answers import CalendarAnswer
from registration.models import CalendarReply, HistoryEntry, OutboxMessage, Registration

Action = HistoryEntry.Action
Answer = CalendarReply.Answer
ACTIONS = {
    Answer.DECLINED: Action.CALENDAR_DECLINED,
    Answer.TENTATIVE: Action.CALENDAR_TENTATIVE,
    Answer.ACCEPTED: Action.CALENDAR_ACCEPTED,
}


def record(answer: CalendarAnswer, *, now: datetime) -> bool:
    """Write down what somebody answered; the latest counts. False when nobody registered answers this."""
    registration = Registration.objects.filter(
        event__calendar_identity__uid=answer.uid, address_key=address_key(answer.address)
    ).first()
    if registration is None:
        return False
    # A clock that is ahead must not make its answer the latest for ever.
    at = min(answer.at or now, now)
    with transaction.atomic():
        earlier = CalendarReply.objects.select_for_update().filter(registration=registration).first()
        if earlier is None or at > earlier.at:
            CalendarReply.objects.update_or_create(
                registration=registration,
                defaults={"answer": answer.answer, "at": at, "turn": registration.turn},
            )
            if _is_news(answer.answer, earlier, registration):
                registration.history.create(action=ACTIONS[Answer(answer.answer)], at=now)
    return True


def _is_news(answer: str, earlier: CalendarReply | None, registration: Registration) -> bool:
    """That somebody registered comes is none, unless they had said otherwise."""
    if registration.is_ended:
        return False
    before = earlier.answer if earlier and earlier.turn == registration.turn else Answer.ACCEPTED
    return answer != before


def ask(registration_id: int, *, by: User, now: datetime) -> None:
    """Mail the person whether they meant to cancel; once for each answer, however often it is pressed.

    Raises NothingToDecide when there is nothing to ask, or it has been asked.
    """
    with transaction.atomic():
        reply = (
            CalendarReply.objects.probably_cancelling()
            .select_for_update(of=("self",))
            .select_related("registration__event")
            .filter(registration=registration_id)
            .first()
        )
        if reply is None or reply.registration.event.has_begun(now):
            raise NothingToDecide(_("There is nothing to ask the person about any more."))
        if marks.is_stopped(reply.registration.address):
            raise NothingToDecide(_("Letters to the person's address do not arrive. Phone instead."))
        if not letters.did_you_mean_to_cancel(reply.registration, reply=reply, now=now):
            raise NothingToDecide(_("The person has been asked already. It is in the history."))
        reply.registration.history.create(action=Action.ASKED_WHETHER_CANCELLED, at=now, by=by)


def asked(reply: CalendarReply) -> HistoryEntry | None:
    """When and by whom the person was asked about this answer."""
    question = OutboxMessage.objects.filter(key=letters.key_of_question(reply))
    return HistoryEntry.objects.filter(
        registration=reply.registration_id,
        action=Action.ASKED_WHETHER_CANCELLED,
        at__in=question.values("created_at"),
    ).first()

"""A letter of every kind as it leaves, to somebody with a name as long as names get."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from events.models import EventPage
from home.models import User
from registration.domain import cancellation, mailings, notices, publication, signup
from registration.domain.mailings import Words
from registration.domain.signup import Applicant
from registration.mail import kinds, outbox, sending
from registration.models import Mailing, OutboxMessage, Registration, Segment
from tests.factories import NOW, STOCKHOLM, EventFactory, PersonFactory, RoundTableFactory, VenueFactory
from tests.smtp_sink import Sink

Status = Registration.Status

SURNAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwa"
LINK = "https://meet.example/rum?a=1&b=2"
SENTENCE = "Ta med legitimation."
WORDS = Words(
    "Parkering vid salen",
    "Garaget är stängt den dagen.\n\nNärmaste garage ligger vid torget.",
    "Parking by the hall",
    "The garage is closed that day.\n\nThe nearest garage is by the square.",
)
SWEDISH = Words(WORDS.subject, WORDS.body)
NOTICES = {"notice_daily", "notice_urgent"}
COLLEAGUE = {"handed_over": "to", "handover_declined": "to", "took_over": "of"}


@dataclass(frozen=True)
class Posted:
    """A letter that has left."""

    wire: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.wire, policy=policy.default)

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def calendars(self) -> list[EmailMessage]:
        return [part for part in self.message.walk() if part.get_content_type() == "text/calendar"]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return part.get_content().replace("\r\n", "\n")


def olof(*, language: str = "sv", attendance: str = "on_site") -> Applicant:
    return Applicant(
        address="olof@nacka.example",
        first_name="Olof-Alexander",
        last_name=SURNAME,
        job_title="planarkitekt och samordnare för strategisk bostadsförsörjning",
        role="official",
        municipality="0182",
        language=language,
        attendance=attendance,
        wants_directly=True,
    )


def hybrid(**values: object) -> EventPage:
    """A seminar in a room and online, with everything that a letter can say of an event."""
    return EventFactory(
        **{
            "title": "Från markanvisning till inflyttning – var tar tiden vägen?",
            "title_en": "From land allocation to moving in – where does the time go?",
            "format": EventPage.Format.HYBRID,
            "online_link": LINK,
            "online_note": "Slå av mikrofonen.",
            "venue": VenueFactory(
                name="Murbruket, stora salen",
                directions="Fem minuter från tunnelbanan.\nEntré på gaveln.",
                accessibility="Hiss och hörslinga.",
            ),
            "contact": PersonFactory(
                first_name="Kim", last_name="Exempelsson", email="kim@storsthlm.example"
            ),
            **values,
        }
    )


def post(
    kind: str, event: EventPage, person: Applicant, *, sink: Sink, stina: User, called_off: bool = False
) -> Posted:
    """Let a letter of this kind to this person leave, and whatever else has to leave before it.

    `called_off`: the event has been cancelled meanwhile.
    """
    if kind in NOTICES:
        return _notice(kind, sink=sink)
    registration = signup.register(event.pk, applicant=person, now=NOW).registration
    _send(sink, at=NOW)
    if called_off:
        _change(event, kinds.EVENT_CANCELLED)
    if kind == kinds.MAILING:
        return _mailing(event, sink=sink, stina=stina)
    if kind == kinds.MAILING_TEST:
        return _test_of_mailing(event, sink=sink, stina=stina, language=person.language)
    if kind in kinds.OF_CHANGES:
        _change(event, kind)
    in_status(registration, kind)
    details = {"had_seat": True, "sentence": SENTENCE}
    if kind in COLLEAGUE:
        details[COLLEAGUE[kind]] = f"Karin {SURNAME}"
    registration = Registration.objects.get(pk=registration.pk)
    at = event.end_at + timedelta(days=1) if kind == "after_event" else NOW + timedelta(hours=1)
    outbox.row(kind, registration, key=f"{kind}:this", now=at, details=details).save()
    return _send(sink, at=at)


def in_status(registration: Registration, kind: str) -> None:
    """As the row looks when this letter is true of it, without what led to it."""
    statuses = kinds.KINDS[kind].statuses or {Status.CONFIRMED}
    status = Status.CONFIRMED if Status.CONFIRMED in statuses else sorted(statuses)[-1]
    registration.refresh_from_db()
    registration.status = status
    if status == Status.WAITLISTED:
        registration.place_in_line = 1
    if status == Status.OFFERED:
        registration.offer_expires_at = NOW + timedelta(days=2)
    if status == Status.CANCELLED:
        registration.cancelled_at = NOW
        registration.status_before_cancelling = Status.CONFIRMED
    registration.save()


def _change(event: EventPage, kind: str) -> None:
    """Something that people have been told is not so any more."""
    if kind == kinds.EVENT_CANCELLED:
        EventPage.objects.filter(pk=event.pk).update(status="cancelled", status_note="Talaren är sjuk.")
    else:
        later = event.start_at + timedelta(days=1)
        venue = VenueFactory(name="Ritsalen", address="Linjalvägen 3")
        EventPage.objects.filter(pk=event.pk).update(
            start_at=later, end_at=later + timedelta(hours=2), venue=venue, status="rescheduled"
        )
    publication.handle(event.pk, now=NOW + timedelta(minutes=30))


def _mailing(event: EventPage, *, sink: Sink, stina: User) -> Posted:
    mailings.send(_written(event, stina=stina).pk, by=stina, at=NOW, now=NOW)
    return _send(sink, at=NOW)


def _test_of_mailing(event: EventPage, *, sink: Sink, stina: User, language: str) -> Posted:
    """One in each language that it has; English comes last."""
    mailing = _written(event, stina=stina, words=WORDS if language == "en" else SWEDISH)
    mailings.try_out(mailing, to=stina, now=NOW)
    return _send(sink, at=NOW)


def _written(event: EventPage, *, stina: User, words: Words = WORDS) -> Mailing:
    return mailings.create(
        words,
        events=[event],
        segment=Segment(statuses=(Status.CONFIRMED,)),
        attachments=[],
        by=stina,
        now=NOW,
    )


def _notice(kind: str, *, sink: Sink) -> Posted:
    """To a process leader with two events, in which much is new at once."""
    karin = PersonFactory(first_name="Karin", last_name=SURNAME, email="karin@storsthlm.example")
    people = [replace(olof(), address=f"person{number}@nacka.example") for number in range(3)]
    round_table = RoundTableFactory(title="Byggrätter i bra lägen – vem bygger var?", contact=karin)
    seminar = EventFactory(title="Byggstart på ett år", contact=karin, capacity=3)
    for person in people:
        signup.register(round_table.pk, applicant=person, now=NOW)
    registered = [signup.register(seminar.pk, applicant=person, now=NOW).registration for person in people]
    _send(sink, at=NOW)
    if kind == "notice_daily":
        at = datetime(2027, 2, 2, 7, 30, tzinfo=STOCKHOLM)
    else:
        at = datetime(2027, 3, 3, 15, 10, tzinfo=STOCKHOLM)
        for registration in registered[:2]:
            cancellation.cancel(registration.pk, now=at - timedelta(minutes=10))
    notices.enqueue_due(at)
    _send(sink, at=at)
    found = OutboxMessage.objects.get(kind=kind).message_id
    [wire] = [wire for wire in sink.wires if found.encode() in wire]
    return Posted(wire)


def _send(sink: Sink, *, at: datetime) -> Posted:
    """The last that left."""
    sending.send_due(clock=lambda: at)
    return Posted(sink.wires[-1])

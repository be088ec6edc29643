"""Letters to the process leader, as they are written and sent."""

from datetime import datetime, timedelta

import pytest

from events.models import EventPage
from events.roles import Role
from home import dates
from registration.domain import cancellation, notices, substitutes
from registration.domain.capacity import Quota
from registration.mail import compose, kinds
from registration.models import OutboxMessage, PersonalLink
from tests.factories import (
    START_AT,
    STOCKHOLM,
    EventFactory,
    PersonFactory,
    RegistrationFactory,
    RoundTableFactory,
)

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TUESDAY = datetime(2027, 2, 2, 7, 30, tzinfo=STOCKHOLM)
WEEK_BEFORE = datetime(2027, 2, 25, 7, 30, tzinfo=STOCKHOLM)
AFTERNOON_BEFORE = datetime(2027, 3, 3, 15, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def karin(db):
    return PersonFactory(first_name="Karin", email="karin@storsthlm.example")


@pytest.fixture
def round_table(karin):
    return RoundTableFactory(title="Byggrätter", contact=karin)


@pytest.fixture
def daily(round_table, olof, sign_up):
    """Tuesday's letter to Karin: Olof waits for an answer. It has not been sent."""
    sign_up(olof, round_table)
    notices.enqueue_due(TUESDAY)
    return OutboxMessage.objects.get(kind="notice_daily")


@pytest.fixture
def seminar(karin):
    return EventFactory(title="Byggstart", contact=karin)


@pytest.fixture
def urgent(seminar, olof, petra, sign_up):
    """Olof and Petra cancelled the afternoon before. The letter has not been sent."""
    for person in (olof, petra):
        cancellation.cancel(sign_up(person, seminar).pk, now=AFTERNOON_BEFORE)
    notices.enqueue_due(AFTERNOON_BEFORE + 10 * MINUTE)
    return OutboxMessage.objects.get(kind="notice_urgent")


def text_of(letter, *, at):
    return compose.compose(letter, now=at, token="").text


def reason_of(letter, *, at):
    return kinds.why_untrue(OutboxMessage.objects.get(pk=letter.pk), now=at)


def test_no_answer_is_promised_as_late_as_the_event_itself(round_table, daily):
    def text_with(answers_by):
        round_table.answers_by = answers_by
        round_table.save()
        return text_of(daily, at=TUESDAY)

    assert f"{dates.at(TUESDAY + DAY)}." in text_with(TUESDAY + DAY)
    assert f"{dates.at(START_AT)}." not in text_with(START_AT)


# --- On the way -----------------------------------------------------------------------------------


def test_notice_goes_out_like_any_letter(daily, send_mail):
    [message] = [one for one in send_mail(at=TUESDAY) if one.to == ["karin@storsthlm.example"]]

    daily.refresh_from_db()
    assert (daily.state, daily.subject, daily.text) == ("sent", message.subject, message.body)
    assert message.reply_to == []
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.alternatives[0].mimetype == "text/html"


def test_notice_over_the_wire_has_one_recipient_and_no_calendar(daily, mail_server, send_mail):
    send_mail(at=TUESDAY)

    [received] = [message for message in mail_server.messages if message["To"] == "karin@storsthlm.example"]
    assert received.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/html"]
    assert (received["Reply-To"], received["Message-ID"]) == (None, daily.message_id)


def test_no_personal_link_is_made_for_a_notice(daily, send_mail):
    send_mail(at=TUESDAY)

    # Olof's own letter, that his request has been received, has the only one.
    assert PersonalLink.objects.count() == 1


def test_letter_to_a_leader_does_not_wait_for_another_of_theirs(daily, urgent, send_mail):
    OutboxMessage.objects.filter(pk=daily.pk).update(due_at=AFTERNOON_BEFORE + DAY)

    sent = send_mail(at=AFTERNOON_BEFORE + 10 * MINUTE)

    assert ["karin@storsthlm.example"] in [message.to for message in sent]


def test_neither_name_nor_address_of_who_registered_is_in_a_notice(daily, urgent):
    for letter, at in ((daily, TUESDAY), (urgent, AFTERNOON_BEFORE + 10 * MINUTE)):
        written = compose.compose(letter, now=at, token="")
        for secret in ("Olof", "Öberg", "olof@", "Petra", "Åkesson", "Nacka"):
            assert secret not in written.subject + written.text + written.html
            assert secret not in str(letter.details)


# --- What it says ---------------------------------------------------------------------------------


def test_letters_lead_to_the_screens_where_something_can_be_done(
    daily, urgent, round_table, seminar, settings
):
    admin = f"{settings.SITE_ORIGIN}/admin"

    assert f"{admin}/besked/{round_table.pk}/" in text_of(daily, at=TUESDAY)
    assert f"{admin}/platser/{seminar.pk}/" in text_of(urgent, at=AFTERNOON_BEFORE + 10 * MINUTE)


def test_overdue_answers_are_said_to_be(daily):
    due = TUESDAY + DAY
    EventPage.objects.update(answers_by=due)
    before, after = (text_of(daily, at=moment) for moment in (due - MINUTE, due + MINUTE))

    assert dates.at(due) in before
    assert dates.at(due) in after
    assert before != after


def test_takeovers_are_counted_among_the_requests(karin, olof, bo, sign_up):
    event = EventFactory(title="Byggstart", contact=karin)
    substitutes.hand_over(sign_up(olof, event).pk, colleague=bo, now=TUESDAY - DAY)
    notices.enqueue_due(TUESDAY)
    letter = OutboxMessage.objects.get(kind="notice_daily")

    [about] = compose.notices.context_of(letter, now=TUESDAY)["about"]

    # No day has been promised to a colleague.
    assert len(about.sentences) == 2


def test_letter_that_is_late_tells_how_it_stands_when_it_goes(daily, round_table, petra, sign_up):
    sign_up(petra, round_table, at=TUESDAY + MINUTE)

    assert compose.notices.context_of(daily, now=TUESDAY + 2 * MINUTE)["waiting"] == 2


def test_news_that_is_no_longer_so_is_not_told(karin, olof, bo, round_table, sign_up):
    event = EventFactory(title="Markanvisning", capacity=1, contact=karin)
    seat = sign_up(olof, event)
    sign_up(bo, round_table)
    notices.enqueue_due(TUESDAY)
    letter = OutboxMessage.objects.get(kind="notice_daily")
    assert "Markanvisning" in text_of(letter, at=TUESDAY)

    cancellation.cancel(seat.pk, now=TUESDAY + MINUTE)

    assert "Markanvisning" not in text_of(letter, at=TUESDAY + 2 * MINUTE)
    assert "Byggrätter" in text_of(letter, at=TUESDAY + 2 * MINUTE)


def test_role_far_from_its_goal_is_told_in_numbers(karin):
    event = EventFactory(contact=karin, quotas={Role.POLITICIAN: Quota(reserved=8)})
    RegistrationFactory(event=event, role=Role.POLITICIAN)
    notices.enqueue_due(WEEK_BEFORE)
    letter = OutboxMessage.objects.get(kind="notice_daily")

    [about] = compose.notices.context_of(letter, now=WEEK_BEFORE)["about"]

    figures = [[word for word in sentence.text.split() if word.isdigit()] for sentence in about.sentences]
    assert figures == [["1", "8"], ["7"]]


def test_late_cancellations_that_were_taken_back_are_not_counted(urgent, petra):
    assert compose.notices.context_of(urgent, now=AFTERNOON_BEFORE + 10 * MINUTE)["cancelled"] == 2
    for seat in urgent.event.registrations.filter(address=petra.address):
        cancellation.undo(seat.pk, now=AFTERNOON_BEFORE + 5 * MINUTE)

    assert compose.notices.context_of(urgent, now=AFTERNOON_BEFORE + 10 * MINUTE)["cancelled"] == 1


def test_subjects_are_one_line_of_at_most_sixty_characters(daily, urgent):
    EventPage.objects.update(title="Från markanvisning till inflyttning\n– var tar tiden vägen egentligen?")
    for letter, at in ((daily, TUESDAY), (urgent, AFTERNOON_BEFORE + 10 * MINUTE)):
        letter = OutboxMessage.objects.get(pk=letter.pk)
        subject = compose.compose(letter, now=at, token="").subject
        assert len(subject) <= 60
        assert "\n" not in subject


def test_notice_is_in_swedish_whatever_language_is_active(daily):
    html = compose.compose(daily, now=TUESDAY, token="").html

    assert 'lang="sv"' in html


# --- When it must not go --------------------------------------------------------------------------


def test_notice_that_holds_is_true(daily, urgent):
    assert reason_of(daily, at=TUESDAY) == ""
    assert reason_of(urgent, at=AFTERNOON_BEFORE + 10 * MINUTE) == ""


def test_daily_letter_ends_with_its_day(daily):
    assert reason_of(daily, at=TUESDAY.replace(hour=20)) == "expired"


def test_letter_with_nothing_left_to_tell_is_dropped(daily, olof, round_table):
    cancellation.cancel(round_table.registrations.get().pk, now=TUESDAY)

    assert reason_of(daily, at=TUESDAY + MINUTE) == "nothing_left"


def test_letter_to_an_address_that_was_corrected_is_dropped(daily, karin):
    karin.email = "karin.ny@storsthlm.example"
    karin.save()

    assert reason_of(daily, at=TUESDAY) == "address_changed"


def test_letter_to_who_leads_the_event_no_more_is_dropped(urgent):
    EventPage.objects.filter(pk=urgent.event_id).update(contact=PersonFactory())

    assert reason_of(urgent, at=AFTERNOON_BEFORE + 10 * MINUTE) == "not_leader"


def test_late_cancellation_of_a_cancelled_event_is_no_news(urgent):
    EventPage.objects.filter(pk=urgent.event_id).update(status=EventPage.Status.CANCELLED)

    assert reason_of(urgent, at=AFTERNOON_BEFORE + 10 * MINUTE) == "event_cancelled"


def test_late_cancellation_is_not_told_after_the_event(urgent):
    assert reason_of(urgent, at=START_AT + timedelta(minutes=90)) == "expired"

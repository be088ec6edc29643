"""That process leaders are told daily of changes that those who have registered do not know, and the general
address of what waits where nobody leads."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from events.models import EventPage
from home.models import SiteSettings
from registration.domain import approval, change_notices, notices
from registration.models import OutboxMessage
from tests.factories import STOCKHOLM, EventFactory, PersonFactory, RoundTableFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TUESDAY = datetime(2027, 2, 2, 7, 30, tzinfo=STOCKHOLM)
WEDNESDAY, THURSDAY, FRIDAY = TUESDAY + DAY, TUESDAY + 2 * DAY, TUESDAY + 3 * DAY


@pytest.fixture
def karin(db):
    return PersonFactory(first_name="Karin", email="karin@storsthlm.example")


@pytest.fixture
def round_table(karin):
    """People ask for a seat, and Karin answers."""
    return RoundTableFactory(title="Byggrätter", contact=karin)


@pytest.fixture
def one_seat(karin):
    return EventFactory(title="Markanvisning", capacity=1, contact=karin)


@pytest.fixture
def morning(send_mail):
    """`morning(TUESDAY)`: what beat does at that moment; the texts of Karin's letters."""

    def at(moment: datetime) -> list[str]:
        notices.enqueue_due(moment)
        return [message.body for message in send_mail(at=moment) if message.to == ["karin@storsthlm.example"]]

    return at


def test_change_is_told_every_working_day_until_somebody_decides(
    one_seat, olof, sign_up, change, send_mail, morning, stina
):
    sign_up(olof, one_seat)
    morning(TUESDAY)
    send_mail()
    change(one_seat, start_at=one_seat.start_at + 7 * DAY)

    for day in (WEDNESDAY, THURSDAY):
        [letter] = morning(day)
        assert "torsdag 11 mars 2027" in letter
        assert f"/admin/andringar/{one_seat.change_notices.get().pk}/" in letter
    change_notices.dismiss(one_seat.change_notices.get().pk, by=stina, reason="Alla vet", now=THURSDAY)

    assert morning(FRIDAY) == []


def test_cancelled_event_is_told_as_long_as_people_do_not_know(
    round_table, olof, sign_up, change, send_mail, morning, stina
):
    sign_up(olof, round_table)
    send_mail()
    change(round_table, status=EventPage.Status.CANCELLED)

    [letter] = morning(TUESDAY)
    assert "Status: Tillfället är inställt" in letter
    assert "väntar på besked" not in letter
    change_notices.send(round_table.change_notices.get().pk, by=stina, now=TUESDAY)

    assert morning(WEDNESDAY) == []


# --- An event that nobody leads -------------------------------------------------------------------


def of_general_address(moment, send_mail):
    notices.enqueue_due(moment)
    general = SiteSettings().contact_email
    return [letter.body for letter in send_mail(at=moment) if letter.to == [general]]


@pytest.mark.parametrize("leader", [None, ""])
def test_change_of_an_event_without_a_leader_is_told_to_the_general_address(
    leader, one_seat, karin, olof, sign_up, change, send_mail, stina
):
    if leader is None:
        EventPage.objects.filter(pk=one_seat.pk).update(contact=None)
    else:
        karin.email = leader
        karin.save()
    sign_up(olof, one_seat)
    send_mail()
    assert of_general_address(TUESDAY, send_mail) == []
    change(one_seat, start_at=one_seat.start_at + 7 * DAY)

    for day in (WEDNESDAY, THURSDAY):
        [letter] = of_general_address(day, send_mail)
        assert "torsdag 11 mars 2027" in letter
        assert f"/admin/andringar/{one_seat.change_notices.get().pk}/" in letter
        assert "för att du är processledare" not in letter
    change_notices.dismiss(one_seat.change_notices.get().pk, by=stina, reason="Alla vet", now=THURSDAY)

    assert of_general_address(FRIDAY, send_mail) == []


def test_letter_to_the_general_address_ends_when_somebody_has_decided(
    one_seat, olof, sign_up, change, send_mail, stina
):
    EventPage.objects.filter(pk=one_seat.pk).update(contact=None)
    sign_up(olof, one_seat)
    send_mail()
    change(one_seat, start_at=one_seat.start_at + 7 * DAY)
    notices.enqueue_due(TUESDAY)
    change_notices.dismiss(one_seat.change_notices.get().pk, by=stina, reason="Alla vet", now=TUESDAY)

    assert send_mail(at=TUESDAY) == []
    assert OutboxMessage.objects.get(kind="notice_daily").reason == "nothing_left"


def test_general_address_hears_nothing_of_what_somebody_leads(
    one_seat, olof, sign_up, change, send_mail, morning
):
    sign_up(olof, one_seat)
    send_mail()
    change(one_seat, start_at=one_seat.start_at + 7 * DAY)

    assert len(morning(WEDNESDAY)) == 1
    assert not OutboxMessage.objects.filter(kind="notice_daily", person=None).exists()


@pytest.mark.parametrize("leader", [None, ""])
def test_requests_of_an_event_without_a_leader_are_told_to_the_general_address(
    leader, round_table, karin, olof, sign_up, send_mail, stina
):
    if leader is None:
        EventPage.objects.filter(pk=round_table.pk).update(contact=None)
    else:
        karin.email = leader
        karin.save()
    registration = sign_up(olof, round_table)
    send_mail()

    for day in (TUESDAY, WEDNESDAY):
        [letter] = of_general_address(day, send_mail)
        assert "väntar på besked" in letter
        assert reverse("staff_requests:event", args=[round_table.pk]) in letter
    approval.decline([registration.pk], by=stina, now=WEDNESDAY)

    assert of_general_address(THURSDAY, send_mail) == []


def test_requests_for_what_is_cancelled_are_nobodys_work(round_table, olof, sign_up, send_mail):
    sign_up(olof, round_table)
    send_mail()
    EventPage.objects.filter(pk=round_table.pk).update(contact=None, status=EventPage.Status.CANCELLED)

    assert of_general_address(TUESDAY, send_mail) == []
    assert not OutboxMessage.objects.filter(kind="notice_daily").exists()

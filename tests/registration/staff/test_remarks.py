"""Staff see whose letters do not arrive and who has said no in their calendar, and can do something."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from registration.domain import notices
from registration.mail import marks
from registration.mail import notices as leader_notices
from registration.mail.status_codes import Severity
from registration.models import CalendarReply, OutboxMessage
from tests.factories import NOW, EventFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

FORM = '<form method="post" novalidate>'


@pytest.fixture
def unreachable(olof, event, sign_up):
    registration = sign_up(olof, event)
    marks.undeliverable(
        olof.address, severity=Severity.HARD, code="5.1.1", report_key="a", happened_at=NOW, now=NOW
    )
    return registration


@pytest.fixture
def declining(petra, event, sign_up):
    registration = sign_up(petra, event)
    CalendarReply.objects.create(registration=registration, answer="declined", at=NOW, turn=registration.turn)
    return registration


def detail(client, registration):
    return client.get(reverse("staff_registrations:detail", args=[registration.pk])).content.decode()


def listed(client, **filters):
    return client.get(reverse("staff_registrations:index"), filters).content.decode()


def test_page_of_a_registration_says_that_letters_do_not_arrive(unreachable, as_stina):
    page = detail(as_stina, unreachable)

    assert "5.1.1" in page
    assert reverse("staff_registrations:clear_address", args=[unreachable.pk]) in page


def test_who_may_only_read_sees_it_without_the_button(unreachable, as_lars):
    page = detail(as_lars, unreachable)

    assert "5.1.1" in page
    assert reverse("staff_registrations:clear_address", args=[unreachable.pk]) not in page


def test_page_of_a_registration_says_that_the_calendar_said_no(declining, as_stina):
    page = detail(as_stina, declining)

    assert reverse("staff_registrations:ask", args=[declining.pk]) in page


def test_page_says_nothing_of_either_where_all_is_well(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)

    page = detail(as_stina, registration)

    assert "staff-trouble" not in page


def test_one_press_lets_letters_go_out_again(unreachable, as_stina, send_mail):
    as_stina.post(reverse("staff_registrations:clear_address", args=[unreachable.pk]))

    [letter] = send_mail()
    assert letter.to == [unreachable.address]


def test_one_press_asks_by_mail(declining, as_stina, send_mail):
    send_mail()

    as_stina.post(reverse("staff_registrations:ask", args=[declining.pk]))

    [letter] = send_mail()
    assert letter.to == [declining.address]


def test_question_that_has_been_sent_stands_there_instead_of_the_button(declining, as_stina):
    ask = reverse("staff_registrations:ask", args=[declining.pk])
    as_stina.post(ask)

    page = detail(as_stina, declining)

    assert ask not in page
    trouble = page.partition('class="staff-trouble"')[2].partition("</div>")[0]
    assert "stina" in trouble
    assert trouble.count("2027-02-01 12.00") == 2


def test_second_press_on_an_old_page_says_that_it_has_been_asked(declining, as_stina, send_mail):
    send_mail()
    ask = reverse("staff_registrations:ask", args=[declining.pk])
    as_stina.post(ask)

    response = as_stina.post(ask)

    assert response.status_code == 409
    assert len(send_mail()) == 1


def test_page_that_asks_shows_no_form_when_it_has_been_asked(declining, as_stina, send_mail):
    send_mail()
    ask = reverse("staff_registrations:ask", args=[declining.pk])
    assert FORM in as_stina.get(ask).content.decode()
    as_stina.post(ask)

    for response in (as_stina.get(ask), as_stina.post(ask)):
        page = response.content.decode()
        assert FORM not in page
        assert "2027-02-01 12.00" in page
        assert "stina" in page.partition('class="staff-screen"')[2]


def test_press_that_comes_too_late_is_a_sentence(declining, as_stina):
    CalendarReply.objects.update(answer="accepted")

    response = as_stina.post(reverse("staff_registrations:ask", args=[declining.pk]))

    assert response.status_code == 409


def test_list_can_be_narrowed_to_either(unreachable, declining, bo, event, sign_up, as_stina):
    sign_up(bo, event)

    unreachable_only = listed(as_stina, remark="unreachable")
    declining_only = listed(as_stina, remark="declining")

    assert "Öberg" in unreachable_only
    assert "Åkesson" not in unreachable_only
    assert "Åkesson" in declining_only
    assert "Öberg" not in declining_only
    assert "Ängström" in listed(as_stina)


def test_unknown_remark_does_not_widen_the_list_silently(unreachable, as_stina):
    assert "Öberg" in listed(as_stina, remark="unreachable")
    assert as_stina.get(reverse("staff_registrations:index"), {"remark": "x"}).status_code == 200


def test_start_page_counts_them(unreachable, declining, as_stina):
    page = as_stina.get(reverse("wagtailadmin_home")).content.decode()

    assert "remark=unreachable" in page
    assert "remark=declining" in page


def test_start_page_does_not_count_events_that_have_been(unreachable, declining, event, as_stina, at_now):
    at_now.move_to(event.start_at + timedelta(hours=1))

    page = as_stina.get(reverse("wagtailadmin_home")).content.decode()

    assert "remark=" not in page


def test_list_takes_no_more_queries_with_many(unreachable, event, sign_up, as_stina, count_queries):
    few = count_queries(lambda: listed(as_stina))
    for number in range(6):
        sign_up(applicant(number), event)

    assert count_queries(lambda: listed(as_stina)) == few


def test_process_leader_is_told_once_in_the_morning(unreachable, declining, send_mail):
    send_mail()
    morning = NOW.replace(hour=7, minute=30) + timedelta(days=1)

    notices.enqueue_daily(now=morning)
    [letter] = send_mail(at=morning)

    with translation.override("sv"):
        sentences = [sentence.text for sentence in leader_notices.of_people({"unreachable:1", "declining:1"})]
    assert len(sentences) == 2
    assert all(sentence in letter.body for sentence in sentences)
    assert unreachable.address not in letter.body
    assert OutboxMessage.objects.filter(kind="notice_daily").count() == 1
    notices.enqueue_daily(now=morning + timedelta(days=1))
    assert send_mail(at=morning + timedelta(days=1)) == []


def test_process_leader_of_another_event_hears_nothing(unreachable, send_mail):
    other = EventFactory()
    send_mail()
    morning = NOW.replace(hour=7, minute=30) + timedelta(days=1)

    notices.enqueue_daily(now=morning)

    assert [letter.to for letter in send_mail(at=morning)] == [[unreachable.event.contact.email]]
    assert other.contact.email != unreachable.event.contact.email

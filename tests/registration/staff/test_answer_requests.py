from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import EventPage
from registration.domain import approval, cancellation, substitutes
from registration.domain.errors import TemporarilyBusy
from registration.models import OutboxMessage, Registration
from tests.factories import EventFactory, RoundTableFactory, applicants
from tests.registration.views.conftest import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Status = Registration.Status
YES, NO, ALL = "/admin/besked/ja/", "/admin/besked/nej/", "/admin/besked/"


@pytest.fixture
def table():
    return RoundTableFactory(title="Bord", capacity=1)


@pytest.fixture
def asked(table, olof, petra, sign_up):
    """Olof and Petra, who both want the one seat."""
    return [sign_up(olof, table), sign_up(petra, table)]


def pks(rows):
    return [row.pk for row in rows]


def statuses(rows):
    return [Registration.objects.get(pk=row.pk).status for row in rows]


def said(client):
    return " ".join(str(message) for message in client.get(ALL).context["messages"])


def test_page_says_what_a_yes_comes_to_before_anything_happens(asked, as_stina):
    response = as_stina.get(YES, {"pk": pks(asked)})

    words = words_of(response)
    assert response.status_code == 200
    assert "Olof Öberg" in words
    assert "Alla platser är upptagna." in words
    assert statuses(asked) == [Status.PENDING, Status.PENDING]


def test_page_tells_the_letter_of_one_from_those_of_several(asked, as_stina, stina):
    several = as_stina.get(YES, {"pk": pks(asked)}).context["sentence"]
    seat = as_stina.get(YES, {"pk": asked[0].pk}).context["sentence"]
    one_no = as_stina.get(NO, {"pk": asked[0].pk}).context["sentence"]
    several_no = as_stina.get(NO, {"pk": pks(asked)}).context["sentence"]
    approval.approve([asked[0].pk], by=stina, now=asked[0].created_at)
    waits = as_stina.get(YES, {"pk": asked[1].pk}).context["sentence"]

    assert len({several, seat, waits}) == 3
    assert seat == _("The person gets a letter about the seat.")
    assert one_no != several_no


def test_yes_to_both_seats_one_and_puts_the_other_in_line(asked, table, as_stina):
    response = as_stina.post(YES, {"pk": pks(asked), "sentence": "Varmt välkomna.", "event": table.pk})

    assert (response.status_code, response.url) == (303, reverse("staff_requests:event", args=[table.pk]))
    assert statuses(asked) == [Status.CONFIRMED, Status.WAITLISTED]
    kinds = OutboxMessage.objects.filter(details__sentence="Varmt välkomna.").values_list("kind", flat=True)
    assert sorted(kinds) == ["approved", "waitlisted"]


def test_yes_to_one_leaves_the_others(asked, as_stina):
    response = as_stina.post(YES, {"pk": asked[1].pk})

    assert (response.status_code, response.url) == (303, ALL)
    assert statuses(asked) == [Status.PENDING, Status.CONFIRMED]


def test_no_tells_why_in_a_sentence(asked, as_stina, stina):
    as_stina.post(NO, {"pk": pks(asked), "sentence": "Vi har för många från samma kommun."})

    assert statuses(asked) == [Status.DECLINED, Status.DECLINED]
    assert asked[0].letters.get(kind="declined").details["sentence"].startswith("Vi har för många")
    assert asked[0].history.first().by == stina


def test_override_seats_all_with_a_reason(asked, as_stina):
    without_reason = as_stina.post(YES, {"pk": pks(asked), "override": "on"})
    assert without_reason.status_code == 422
    assert statuses(asked) == [Status.PENDING, Status.PENDING]

    as_stina.post(YES, {"pk": pks(asked), "override": "on", "reason": "Leder samtalet"})

    assert statuses(asked) == [Status.CONFIRMED, Status.CONFIRMED]
    assert sorted(Registration.objects.values_list("is_override", flat=True)) == [False, True]


def test_who_has_withdrawn_meanwhile_is_named(asked, as_stina, now):
    cancellation.cancel(asked[0].pk, now=now)

    response = as_stina.post(YES, {"pk": pks(asked)})

    assert response.status_code == 303
    assert "Olof Öberg" in said(as_stina)
    assert statuses(asked) == [Status.CANCELLED, Status.CONFIRMED]


def test_when_nobody_is_left_to_answer_the_page_says_so(asked, as_stina):
    as_stina.post(NO, {"pk": pks(asked)})

    again = as_stina.post(NO, {"pk": pks(asked)})

    assert again.status_code == 409
    assert again.context["form"].non_field_errors()


def test_busy_database_is_said_and_what_was_typed_is_kept(asked, as_stina, monkeypatch):
    def busy(*args, **facts):
        raise TemporarilyBusy

    monkeypatch.setattr(approval, "approve", busy)

    response = as_stina.post(YES, {"pk": pks(asked), "sentence": "Varmt välkomna."})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Varmt välkomna." in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"pk": "x"}, {"pk": "9" * 30}, {"pk": "²"}, {"event": "9" * 30}])
def test_nobody_chosen_leads_back_to_the_queue(asked, as_stina, data):
    response = as_stina.get(YES, data)

    assert (response.status_code, response.url) == (303, ALL)
    assert as_stina.post(YES, data).status_code == 409


@pytest.mark.parametrize("address", [YES, NO])
def test_letter_is_shown_before_it_is_sent_and_nothing_is_changed(asked, as_stina, address):
    before = list(Registration.objects.values())

    response = as_stina.post(
        address, {"pk": pks(asked), "sentence": "Kom & sitt <nära> {{ fönstret }}.", "preview": "1"}
    )

    assert response.status_code == 200
    assert "Kom & sitt <nära> {{ fönstret }}." in response.context["letter"].letter.text
    assert "Kom &amp; sitt &lt;nära&gt;" in response.content.decode()
    assert list(Registration.objects.values()) == before
    assert set(OutboxMessage.objects.values_list("kind", flat=True)) == {"requested"}


def test_letter_to_a_colleague_names_whose_seat_it_was(bo, olof, sign_up, as_stina, now):
    holder = sign_up(bo, EventFactory())
    successor = substitutes.hand_over(holder.pk, colleague=olof, now=now).registration

    response = as_stina.post(YES, {"pk": successor.pk, "preview": "1"})

    assert "Bo Ängström" in response.context["letter"].letter.text
    assert statuses([holder, successor]) == [Status.CONFIRMED, Status.PENDING]


def test_preview_of_a_bad_form_says_what_is_wrong(asked, as_stina):
    response = as_stina.post(YES, {"pk": pks(asked), "sentence": "x" * 301, "preview": "1"})

    assert response.status_code == 422
    assert response.context["form"].errors["sentence"]


def test_where_nobody_gets_a_seat_there_is_no_letter_to_show(asked, as_stina):
    EventPage.objects.update(capacity=0)

    response = as_stina.post(YES, {"pk": pks(asked), "preview": "1"})

    assert response.status_code == 200
    assert response.context["letter"] is None


def test_people_of_two_events_are_answered_at_once(asked, bo, sign_up, as_stina):
    other = sign_up(bo, RoundTableFactory(title="Annat"))

    as_stina.post(YES, {"pk": pks([asked[0], other])})

    assert statuses([asked[0], other]) == [Status.CONFIRMED, Status.CONFIRMED]


def test_sentence_on_several_lines_is_no_sentence(asked, as_stina):
    assert as_stina.post(NO, {"pk": pks(asked), "sentence": "Ett\nTvå"}).status_code == 422
    assert statuses(asked) == [Status.PENDING, Status.PENDING]


def test_detail_of_a_request_leads_to_the_answer(asked, as_stina, as_lars):
    address = reverse("staff_registrations:detail", args=[asked[0].pk])

    links = [f"{answer}?pk={asked[0].pk}" in as_stina.get(address).content.decode() for answer in (YES, NO)]

    assert links == [True, True]
    assert (
        reverse("staff_registrations:give_seat", args=[asked[0].pk])
        not in as_stina.get(address).content.decode()
    )
    assert YES not in as_lars.get(address).content.decode()


def test_long_choice_costs_as_many_queries_to_look_at_as_a_short_one(table, sign_up, as_stina, count_queries):
    few = [sign_up(person, table) for person in applicants(2)]
    as_stina.get(YES, {"pk": pks(few)})
    short = count_queries(lambda: as_stina.get(YES, {"pk": pks(few)}))
    many = few + [
        sign_up(replace(person, address=f"fler{number}@example.org"), table)
        for number, person in enumerate(applicants(20))
    ]

    assert count_queries(lambda: as_stina.get(YES, {"pk": pks(many)})) == short

from datetime import timedelta

import pytest
from django.urls import reverse

from home import dates
from home.models import User
from registration.domain import delivery
from registration.models import MailboxPosition, OutboxMessage
from tests.factories import NOW, START_AT, EventFactory, RoundTableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HOME = "/admin/"


def desk(event):
    return reverse("staff_events:event", args=[event.pk])


def test_start_page_shows_the_next_events_with_their_seats(olof, event, sign_up, as_stina):
    sign_up(olof, event)

    page = as_stina.get(HOME).content.decode()

    assert event.title in page
    assert "1/20" in page
    assert desk(event) in page


def test_editor_sees_numbers_that_lead_to_the_page(olof, event, sign_up, as_edit):
    sign_up(olof, event)

    page = as_edit.get(HOME).content.decode()

    assert "1/20" in page
    assert "Olof" not in page
    assert desk(event) not in page
    assert reverse("wagtailadmin_pages:edit", args=[event.pk]) in page


@pytest.mark.parametrize(
    "trouble",
    [
        {"state": "needs_attention"},
        {"state": "failed"},
        {"due_at": START_AT - timedelta(days=60)},
    ],
)
def test_letters_in_trouble_are_shown_to_who_can_mend_them(trouble, olof, event, sign_up, as_stina, as_edit):
    sign_up(olof, event)
    assert "staff-trouble" not in as_stina.get(HOME).content.decode()
    OutboxMessage.objects.update(**trouble)

    assert "staff-trouble" in as_stina.get(HOME).content.decode()
    assert "staff-trouble" not in as_edit.get(HOME).content.decode()


def test_mailbox_that_is_not_read_is_told_to_who_sees_letters(as_stina, as_edit, settings, tmp_path):
    settings.MAILBOX_URL = f"maildir://{tmp_path}"
    delivery.read_mailbox(now=NOW - timedelta(minutes=30))
    assert "staff-trouble" not in as_stina.get(HOME).content.decode()
    MailboxPosition.objects.update(read_at=NOW - timedelta(days=2))

    assert dates.listed(NOW - timedelta(days=2)) in as_stina.get(HOME).content.decode()
    assert "staff-trouble" not in as_edit.get(HOME).content.decode()


def test_start_page_without_events(as_stina):
    assert as_stina.get(HOME).status_code == 200


def test_start_page_costs_the_same_for_many_events(as_stina, count_queries):
    EventFactory()
    as_stina.get(HOME)
    short = count_queries(lambda: as_stina.get(HOME))
    for _ in range(5):
        EventFactory()

    assert count_queries(lambda: as_stina.get(HOME)) == short


def test_requests_that_wait_are_shown_to_who_can_answer_them(olof, sign_up, as_stina, as_lars, as_edit):
    table = RoundTableFactory(title="Bord", closes_at=START_AT - timedelta(days=20))
    queue = reverse("staff_requests:event", args=[table.pk])
    assert queue not in as_stina.get(HOME).content.decode()
    sign_up(olof, table)

    pages = {
        who: client.get(HOME).content.decode()
        for who, client in {"stina": as_stina, "lars": as_lars, "edit": as_edit}.items()
    }

    assert {who for who, page in pages.items() if queue in page} == {"stina"}
    assert "2027-02-18 08.30" in pages["stina"]
    assert "Olof" not in pages["stina"]


def test_requests_that_wait_too_long_are_called_overdue(olof, sign_up, as_stina, at_now):
    sign_up(olof, RoundTableFactory(closes_at=START_AT - timedelta(days=20)))
    before = as_stina.get(HOME).content.decode()
    at_now.move_to(START_AT - timedelta(days=13))
    # The session has ended meanwhile.
    as_stina.force_login(User.objects.get(username="stina"))

    assert ("staff-overdue" in before, "staff-overdue" in as_stina.get(HOME).content.decode()) == (
        False,
        True,
    )

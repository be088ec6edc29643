"""What providers call by different names is one of three things: gone for good, not now, unwanted."""

from datetime import datetime, timedelta

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from registration.domain import provider_reports
from registration.models import AddressMark, DeliveryReport
from tests.factories import NOW

pytestmark = pytest.mark.django_db

OLOF = "olof@nacka.example"
NOTHING, HARD, SOFT, COMPLAINT = "", "hard", "soft", "complaint"


def take(**values):
    given = {"recipient": OLOF, "timestamp": NOW, "event_id": "1", "message_id": "m", "esp_event": {}}
    provider_reports.take(AnymailTrackingEvent(**(given | values)), now=NOW)


def kind_taken():
    report = DeliveryReport.objects.first()
    return report.kind if report else NOTHING


@pytest.mark.parametrize(
    ("event_type", "reject_reason", "mta_response", "esp_event", "kind"),
    [
        (EventType.BOUNCED, RejectReason.BOUNCED, "550 5.1.1 unknown", {}, HARD),
        (EventType.BOUNCED, RejectReason.BOUNCED, "", {}, HARD),
        (EventType.BOUNCED, RejectReason.BOUNCED, "452 4.2.2 full", {}, SOFT),
        (EventType.BOUNCED, RejectReason.BOUNCED, "", {"event": "soft_bounce"}, SOFT),
        (EventType.BOUNCED, RejectReason.BOUNCED, "", {"data": {"type": "soft_bounced"}}, SOFT),
        (EventType.BOUNCED, RejectReason.BOUNCED, "", {"event": "bounce", "hard_bounce": False}, SOFT),
        (EventType.BOUNCED, RejectReason.INVALID, "", {"event": "bounce", "hard_bounce": True}, HARD),
        (EventType.BOUNCED, RejectReason.SPAM, "550 looks odd", {}, SOFT),
        (EventType.BOUNCED, RejectReason.BLOCKED, "", {}, SOFT),
        (EventType.REJECTED, RejectReason.BOUNCED, "", {}, HARD),
        (EventType.REJECTED, RejectReason.SPAM, "", {}, COMPLAINT),
        (EventType.REJECTED, RejectReason.UNSUBSCRIBED, "", {}, NOTHING),
        (EventType.COMPLAINED, RejectReason.SPAM, "", {}, COMPLAINT),
        (EventType.DEFERRED, None, "451 later", {}, NOTHING),
        (EventType.DELIVERED, None, "", {}, NOTHING),
        (EventType.OPENED, None, "", {}, NOTHING),
        (EventType.UNKNOWN, None, "", {}, NOTHING),
    ],
)
def test_event_is_read_as_what_it_means(event_type, reject_reason, mta_response, esp_event, kind):
    take(event_type=event_type, reject_reason=reject_reason, mta_response=mta_response, esp_event=esp_event)

    assert kind_taken() == kind


@pytest.mark.parametrize("recipient", [None, "", "a\x00@b.example", "a" * 300])
def test_recipient_that_is_no_address_is_passed_over(recipient):
    take(event_type=EventType.COMPLAINED, recipient=recipient)

    assert kind_taken() == NOTHING


def test_events_without_a_number_are_told_apart_by_letter_and_time():
    soft = {"event_type": EventType.BOUNCED, "mta_response": "452 full", "event_id": None}
    for minutes in (0, 0, 1, 2):
        take(**soft, timestamp=NOW - timedelta(minutes=minutes))

    assert DeliveryReport.objects.count() == 3
    assert AddressMark.objects.get().kind == AddressMark.Kind.OFTEN


@pytest.mark.parametrize("timestamp", [None, datetime(2027, 2, 1, 10, 0), NOW + timedelta(days=9)])  # noqa: DTZ001
def test_odd_clock_of_a_provider_does_no_harm(timestamp):
    take(event_type=EventType.COMPLAINED, timestamp=timestamp)

    assert AddressMark.objects.get().at == NOW

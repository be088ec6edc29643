"""A mail provider tells what became of a letter: through the real address, with its secret or not at all."""

import hashlib
import hmac
import importlib
import json
from base64 import b64encode

import pytest
from django.test import Client
from django.urls import clear_url_caches

from bostadsforum import mail_webhooks, urls
from bostadsforum.settings import env_mail
from registration.mail import marks
from registration.models import AddressMark, DeliveryReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

SECRET = "postman:a-long-enough-secret"
SIGNING_KEY = "key-0123456789abcdef0123"
OLOF = "olof@nacka.example"


def connect(settings, monkeypatch, provider, secret):
    """As a start with these settings would."""
    monkeypatch.setenv("MAIL_PROVIDER", provider)
    monkeypatch.setenv("MAIL_WEBHOOK_SECRET", secret)
    settings.MAIL_PROVIDER, settings.ANYMAIL = env_mail.webhooks("MAIL_PROVIDER", "MAIL_WEBHOOK_SECRET")
    _read_addresses_again()


def _read_addresses_again():
    importlib.reload(mail_webhooks)
    importlib.reload(urls)
    clear_url_caches()


@pytest.fixture
def _addresses_as_before(settings):
    yield
    settings.MAIL_PROVIDER = ""
    _read_addresses_again()


@pytest.fixture
def postmark(settings, monkeypatch, _addresses_as_before):
    connect(settings, monkeypatch, "postmark", SECRET)


@pytest.fixture
def mailgun(settings, monkeypatch, _addresses_as_before):
    connect(settings, monkeypatch, "mailgun", SIGNING_KEY)


def post(body, *, secret=SECRET, to="postmark"):
    headers = {"Authorization": "Basic " + b64encode(secret.encode()).decode()} if secret else {}
    # As strict as a browser's forms are treated: what comes through needs no token of ours.
    client = Client(enforce_csrf_checks=True)
    content = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(f"/anymail/{to}/tracking/", content, content_type="application/json", headers=headers)


def bounce(kind="HardBounce", *, number=1, details="smtp;550 5.1.1 unknown"):
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": number,
        "Email": OLOF,
        "Details": details,
        "BouncedAt": "2027-02-01T10:59:00Z",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    }


@pytest.mark.usefixtures("postmark")
def test_bounce_marks_the_address():
    assert post(bounce()).status_code == 200

    mark = AddressMark.objects.get()
    assert (mark.address_key, mark.kind, mark.code) == (OLOF, "bounced", "5.1.1")


@pytest.mark.usefixtures("postmark")
def test_event_that_is_sent_again_counts_once():
    for _ in range(4):
        post(bounce("SoftBounce", details="smtp;452 4.2.2 full"))

    assert DeliveryReport.objects.count() == 1
    assert not marks.is_stopped(OLOF)


@pytest.mark.usefixtures("postmark")
def test_third_soft_bounce_marks():
    for number in (1, 2, 3):
        post(bounce("SoftBounce", number=number, details=""))

    assert AddressMark.objects.get().kind == AddressMark.Kind.OFTEN


@pytest.mark.usefixtures("postmark")
def test_complaint_marks_the_address():
    post({**bounce("SpamComplaint"), "RecordType": "SpamComplaint"})

    assert AddressMark.objects.get().kind == AddressMark.Kind.COMPLAINED


@pytest.mark.usefixtures("postmark")
def test_letter_that_arrived_marks_nobody():
    assert post({"RecordType": "Delivery", "Recipient": OLOF, "MessageID": "x"}).status_code == 200
    assert not DeliveryReport.objects.exists()


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("secret", ["", "postman:another-secret-altogether"])
def test_without_the_secret_nothing_is_believed(secret):
    assert post(bounce(), secret=secret).status_code == 400
    assert not AddressMark.objects.exists()


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("body", [b'{"x', b"[1,2]", b"7", b"", b"\xff\xfe"])
def test_body_that_no_provider_sends_is_refused_with_a_page(body, caplog):
    response = post(body)

    assert (response.status_code, response["Cache-Control"]) == (400, "no-store")
    assert "</html>" in response.content.decode()
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("odd", [{"Email": 5}, {"Email": ["a"]}, {"Details": {"a": 1}}, {"ID": {}}])
def test_report_with_odd_values_is_no_error_of_ours(odd):
    assert post(bounce() | odd).status_code in {200, 400}


@pytest.mark.usefixtures("mailgun")
def test_broken_body_of_a_provider_that_signs_is_refused_as_well():
    assert post(b'{"x', secret="", to="mailgun").status_code == 400


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize(
    "path", ["/anymail/mailgun/tracking/", "/anymail/postmark/inbound/", "/anymail/mandrill/"]
)
def test_only_the_provider_that_is_set_has_an_address(path):
    assert Client().post(path, "{}", content_type="application/json").status_code in {404, 415}
    assert not AddressMark.objects.exists()


def test_without_a_provider_there_is_no_address_at_all():
    response = post(bounce())

    assert response.status_code in {403, 404}
    assert not AddressMark.objects.exists()


@pytest.mark.usefixtures("mailgun")
@pytest.mark.parametrize(("key", "status"), [(SIGNING_KEY, 200), ("key-of-somebody-else", 400)])
def test_provider_that_signs_is_believed_by_its_signature(key, status):
    stamp, token = "1801479600", "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    body = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "recipient": OLOF,
            "timestamp": 1801479600.0,
            "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
        },
    }

    response = post(body, secret="", to="mailgun")

    assert response.status_code == status
    assert marks.is_stopped(OLOF) == (status == 200)

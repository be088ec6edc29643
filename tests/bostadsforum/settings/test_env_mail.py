"""The mailbox and the provider that an operator names, or one sentence that says what is wrong with them."""

import pytest

from bostadsforum.settings import env_mail

pytestmark = pytest.mark.once

GOOD_BOXES = [
    "imaps://reader:word@mail.example.org/INBOX",
    "imaps://reader%40example.org:w%2Frd@mail.example.org:993",
    "imap://reader:word@127.0.0.1:1143/INBOX",
    "imap://reader:word@localhost/INBOX",
    "maildir:///var/mail/bostadsforum",
]
ODD_BOXES = [
    "imap://reader:word@mail.example.org/INBOX",
    "imaps://mail.example.org/INBOX",
    "imaps://reader@mail.example.org/INBOX",
    "imaps://reader:word@/INBOX",
    "imaps://reader:word@mail.example.org:port",
    "imaps://reader:word@mail.example.org/INBOX?tls=no",
    "pop3://reader:word@mail.example.org",
    "maildir://mail/bostadsforum",
    "maildir:///",
    "mail.example.org",
]


@pytest.mark.parametrize("address", ["", *GOOD_BOXES])
def test_mailbox_is_taken_as_it_is(monkeypatch, address):
    monkeypatch.setenv("MAILBOX_URL", address)

    assert env_mail.incoming("MAILBOX_URL") == address


@pytest.mark.parametrize("address", ODD_BOXES)
def test_odd_mailbox_is_refused_without_its_password(monkeypatch, address):
    monkeypatch.setenv("MAILBOX_URL", address)

    with pytest.raises(SystemExit, match=r"^Bostadsforum cannot start: MAILBOX_URL ") as refusal:
        env_mail.incoming("MAILBOX_URL")

    assert "reader:word" not in str(refusal.value)


@pytest.mark.parametrize(
    ("provider", "secret", "anymail"),
    [
        ("", "", {}),
        ("postmark", "postman:sixteen-letters-x", {"WEBHOOK_SECRET": "postman:sixteen-letters-x"}),
        ("Mailgun", "key-0123456789abcdef", {"MAILGUN_WEBHOOK_SIGNING_KEY": "key-0123456789abcdef"}),
        ("mailersend", "secret-0123456789abcdef", {"MAILERSEND_SIGNING_SECRET": "secret-0123456789abcdef"}),
    ],
)
def test_provider_and_its_secret_go_together(monkeypatch, provider, secret, anymail):
    monkeypatch.setenv("MAIL_PROVIDER", provider)
    monkeypatch.setenv("MAIL_WEBHOOK_SECRET", secret)

    assert env_mail.webhooks("MAIL_PROVIDER", "MAIL_WEBHOOK_SECRET") == (provider.lower(), anymail)


@pytest.mark.parametrize(
    ("provider", "secret", "named"),
    [
        ("pigeon", "postman:sixteen-letters-x", "MAIL_PROVIDER"),
        ("", "postman:sixteen-letters-x", "MAIL_PROVIDER"),
        ("postmark", "", "MAIL_WEBHOOK_SECRET"),
        ("postmark", "short", "MAIL_WEBHOOK_SECRET"),
        ("postmark", "without-any-password-at-all", "MAIL_WEBHOOK_SECRET"),
        ("brevo", "a-long-name-of-a-user:short", "MAIL_WEBHOOK_SECRET"),
        ("mailgun", "nyckel-med-å-0123456789", "MAIL_WEBHOOK_SECRET"),
    ],
)
def test_odd_webhooks_are_refused_by_name(monkeypatch, provider, secret, named):
    monkeypatch.setenv("MAIL_PROVIDER", provider)
    monkeypatch.setenv("MAIL_WEBHOOK_SECRET", secret)

    with pytest.raises(SystemExit, match=named):
        env_mail.webhooks("MAIL_PROVIDER", "MAIL_WEBHOOK_SECRET")

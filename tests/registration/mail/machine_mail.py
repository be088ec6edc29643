"""Mail as servers and calendars write it."""

from email.message import EmailMessage


def returned(
    message_id: str,
    *,
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 User unknown",
    action: str = "failed",
    whole_letter: bool = True,
    recipients: str = "Final-Recipient: rfc822; olof@nacka.example",
) -> bytes:
    """As Postfix returns a letter (RFC 3464), with the letter or its headers."""
    returned_type = "message/rfc822" if whole_letter else "text/rfc822-headers"
    return f"""\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: bostadsforum@example.org
Subject: Undelivered Mail Returned to Sender
Date: Mon, 1 Feb 2027 12:05:00 +0100
Message-ID: <20270201110500.4F1A2@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.example.org.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 1 Feb 2027 12:00:00 +0100

{recipients}
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--B
Content-Type: {returned_type}

From: Bostadsforum <bostadsforum@example.org>
To: olof@nacka.example
Message-ID: {message_id}
Subject: =?utf-8?q?Du_=C3=A4r_anm=C3=A4ld?=

Hej Olof!

--B--
""".replace("\n", "\r\n").encode()


def complaint(message_id: str, *, kind: str = "abuse") -> bytes:
    """As a mailbox provider passes on that somebody has pressed "unwanted" (RFC 5965)."""
    return f"""\
From: feedback@provider.example
To: bostadsforum@example.org
Subject: FW: Du är anmäld
Message-ID: <arf-1@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an email abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--B
Content-Type: message/rfc822

From: Bostadsforum <bostadsforum@example.org>
Message-ID: {message_id}
Subject: x

Hej!

--B--
""".replace("\n", "\r\n").encode()


def calendar_answer(
    uid: object,
    address: str,
    *,
    partstat: str = "DECLINED",
    stamp: str = "20270201T110000Z",
    method: str = "REPLY",
    sender: str = "Olof Öberg <olof@nacka.example>",
    sent_by: str = "",
) -> bytes:
    """As Outlook answers an invitation."""
    stream = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            f"METHOD:{method}",
            "PRODID:Microsoft Exchange Server 2010",
            "VERSION:2.0",
            "BEGIN:VTIMEZONE",
            "TZID:W. Europe Standard Time",
            "END:VTIMEZONE",
            "BEGIN:VEVENT",
            f'ATTENDEE;PARTSTAT={partstat};CN="Öberg; Olof: planarkitekt":mailto:',
            f" {address}",
            "SUMMARY;LANGUAGE=sv-SE:Avböjt: Seminarium",
            f"UID:{uid}",
            f"DTSTAMP:{stamp}",
            "SEQUENCE:0",
            "BEGIN:VALARM",
            "DTSTAMP:19990101T000000Z",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    message = EmailMessage()
    message["From"] = sender
    if sent_by:
        message["Sender"] = sent_by
    message["To"] = "bostadsforum@example.org"
    message["Subject"] = "Avböjt: Seminarium"
    message["Message-ID"] = "<reply-1@nacka.example>"
    message.set_content("Jag kan tyvärr inte komma.")
    message.add_alternative(stream.encode(), maintype="text", subtype="calendar", params={"method": method})
    return message.as_bytes()


def from_a_person(text: str = "Hej! Finns det parkering?") -> bytes:
    message = EmailMessage()
    message["From"] = "Petra Åkesson <petra@solna.example>"
    message["To"] = "bostadsforum@example.org"
    message["Subject"] = "Fråga om seminariet"
    message["Message-ID"] = "<fraga-1@solna.example>"
    message.set_content(text)
    return message.as_bytes()

"""What calendars are told, step by step, kept as bytes in tests/golden (docs/rules.md C 2, C 3, C 6).

Each story has a folder. A step is the letters that leave after it: the calendar as it is in the letter, and
the shape of the letter (headers and parts, without what is new each time). A change that is meant is written
down with `UPDATE_GOLDEN=1 pytest tests/registration/mail/test_golden_calendars.py` and read in the diff.
"""

import os
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
import time_machine

from events import identity
from events.models import CalendarIdentity, SeminarPage
from home.models import User
from registration import links, tasks
from registration.domain import cancellation, change_notices, changes, personal_feed, substitutes
from registration.models import ChangeNotice
from tests import ics
from tests.factories import STOCKHOLM
from tests.smtp_sink import Sink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_web")]

GOLDEN = Path(__file__).parents[2] / "golden"
UID = uuid.UUID("5f0d3c86-0a41-4b7e-9d1c-2f6b8e7a9c10")
# New with each letter; who reads the diff learns nothing from it.
NEW_EACH_TIME = {"message-id", "date"}


@pytest.fixture
def _on_the_web(settings) -> None:
    settings.SITE_ORIGIN = "https://bostadsforum.example"


@dataclass
class Story:
    folder: Path
    sink: Sink
    clock: time_machine.Traveller
    steps: int = 0
    told: dict[str, list[bytes]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def at(self, day: int, month: int, hour: int) -> datetime:
        moment = datetime(2027, month, day, hour, tzinfo=STOCKHOLM)
        self.clock.move_to(moment)
        return moment

    def letters(self, step: str) -> None:
        """Send what is due, and keep what left."""
        before = len(self.sink.wires)
        tasks.send_letters()
        wires = self.sink.wires[before:]
        assert wires
        self.steps += 1
        for message in sorted(map(message_from_bytes, wires), key=lambda message: message["To"]):
            who = re.search(r"([a-z]+)@", message["To"])[1]
            name = f"{self.steps:02}-{step}-{who}"
            streams = calendars(message)
            assert len(set(streams)) <= 1
            if streams:
                self.files[f"{name}.ics"] = streams[0]
                self.told.setdefault(who, []).append(streams[0])
            self.files[f"{name}.mime"] = shape(message).encode()

    def keep(self, name: str, stream: bytes) -> None:
        self.files[name] = stream

    def is_as_before(self) -> None:
        for streams in self.told.values():
            rises(streams)
        if os.environ.get("UPDATE_GOLDEN"):
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self.folder.iterdir():
                old.unlink()
            for name, content in self.files.items():
                (self.folder / name).write_bytes(content)
        kept = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        assert sorted(self.files) == sorted(kept)
        for name, content in self.files.items():
            assert content.decode().splitlines() == kept[name].decode().splitlines(), name
        assert self.files == kept


def rises(streams: list[bytes]) -> None:
    """What one person is told of one entry: the same bytes, or another version that is higher and later."""
    latest: dict[str, bytes] = {}
    for stream in streams:
        [uid] = ics.values(stream, "UID")
        before = latest.get(uid, stream)
        assert stream == before or all(
            higher > lower for higher, lower in zip(version(stream), version(before), strict=True)
        )
        latest[uid] = stream


def version(stream: bytes) -> tuple[int, str, str]:
    # In UTC and of one form, so that the order of the words is that of the times.
    [sequence], [stamp], [modified] = (
        ics.values(stream, name) for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
    )
    return int(sequence), stamp, modified


def calendars(message: Message) -> list[bytes]:
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return [part.get_payload(decode=True) for part in parts]


def shape(part: Message, depth: int = 0) -> str:
    """The headers of a part, as they are on the wire, and of those in it. Subjects are about words, which
    have tests of their own."""
    indent = "    " * depth
    lines = []
    for name, value in part.items():
        shown = re.sub(r'boundary="[^"]+"', 'boundary="…"', " ".join(value.split()))
        if name.lower() in NEW_EACH_TIME | {"subject"}:
            shown = "…"
        lines.append(f"{indent}{name}: {shown}\n")
    children = part.get_payload() if part.is_multipart() else []
    return "".join([*lines, *("\n" + shape(child, depth + 1) for child in children)])


@pytest.fixture
def story(request, mail_server, at_now) -> Story:
    name = request.node.name.removeprefix("test_")
    return Story(folder=GOLDEN / name, sink=mail_server, clock=at_now)


@pytest.fixture
def seminar(seminar):
    CalendarIdentity.objects.filter(event_id=seminar.pk).update(uid=UID)
    return SeminarPage.objects.get(pk=seminar.pk)


@pytest.fixture
def publish() -> Callable[..., None]:
    """As an editor does, with all that follows."""

    def published(event: SeminarPage, **changed: object) -> None:
        page = SeminarPage.objects.get(pk=event.pk)
        for name, value in changed.items():
            setattr(page, name, value)
        page.save_revision().publish()

    return published


@pytest.fixture
def tell(stina: User) -> Callable[[datetime], None]:
    """Staff press the button."""

    def pressed(now: datetime) -> None:
        change_notices.send(ChangeNotice.objects.undecided().get().pk, by=stina, now=now)

    return pressed


def versions(streams: list[bytes]) -> list[int]:
    return [int(ics.values(stream, "SEQUENCE")[0]) for stream in streams]


def test_registered_reminded_moved_back_cancelled_and_registered_again(
    story, seminar, olof, sign_up, publish, tell, client
):
    first = SeminarPage.objects.get(pk=seminar.pk).save_revision()

    registration = sign_up(olof, seminar, at=story.at(1, 2, 12))
    story.letters("registered")
    story.at(25, 2, 9)
    tasks.enqueue_reminders()
    story.letters("reminded")
    now = story.at(26, 2, 10)
    later = seminar.start_at + timedelta(days=1)
    publish(seminar, start_at=later, end_at=later + timedelta(minutes=90))
    tell(now)
    story.letters("moved")
    # Back by publishing the version that was kept before: its content is old, its version must not be.
    now = story.at(27, 2, 10)
    first.publish()
    tell(now)
    story.letters("moved-back")
    cancellation.cancel(registration.pk, now=story.at(28, 2, 10))
    story.letters("cancelled")
    now = story.at(1, 3, 10)
    sign_up(olof, seminar, at=now)
    story.letters("registered-again")
    story.keep("07-public-feed.ics", client.get("/kalender.ics").content)
    story.keep("08-download.ics", client.get(f"/kalender/{seminar.pk}.ics").content)
    link = links.keep_feed(links.new_token(), olof.address, now=now)
    own = personal_feed.stream_of(link, now=now).body
    story.keep("09-personal-feed.ics", own)

    assert versions([own]) == [4]
    assert versions(story.told["olof"]) == [0, 0, 1, 2, 3, 4]
    assert story.told["olof"][0] == story.told["olof"][1]
    story.is_as_before()


def test_new_address_of_the_venue(story, seminar, olof, sign_up, tell):
    sign_up(olof, seminar, at=story.at(1, 2, 12))
    story.letters("registered")
    now = story.at(2, 2, 10)
    seminar.venue.address = "Takåsvägen 3"
    seminar.venue.save()
    identity.refresh_where_used(seminar.venue, now=now)
    tasks.handle_publications()
    tell(now)
    story.letters("venue-moved")

    assert versions(story.told["olof"]) == [0, 1]
    story.is_as_before()


def test_seat_handed_over(story, seminar, bo, sign_up):
    holder = sign_up(bo, seminar, at=story.at(1, 2, 12))
    story.letters("registered")
    britta = replace(bo, address="britta@tegelbruket.example", first_name="Britta")
    substitutes.hand_over(holder.pk, colleague=britta, now=story.at(2, 2, 10))
    story.letters("handed-over")

    assert versions(story.told["bo"]) == [0, 1]
    story.is_as_before()


def test_seat_from_the_waitlist(story, seminar, olof, bo, sign_up):
    SeminarPage.objects.filter(pk=seminar.pk).update(capacity=1)
    now = story.at(1, 2, 12)
    registration = sign_up(olof, seminar, at=now)
    sign_up(bo, seminar, at=now)
    story.letters("registered")
    cancellation.cancel(registration.pk, now=story.at(2, 2, 10))
    story.letters("promoted")

    assert len(story.told["bo"]) == 1
    story.is_as_before()


def test_from_the_room_to_online_and_cancelled(story, seminar, olof, sign_up, publish, tell):
    link = "https://meet.example/rum?a=1&b=2"
    publish(seminar, format="hybrid", online_link=link)
    registration = sign_up(olof, seminar, at=story.at(1, 2, 12))
    story.letters("registered")
    changes.change_attendance(registration.pk, attendance="online", now=story.at(2, 2, 10))
    story.letters("moved-online")
    now = story.at(3, 2, 10)
    publish(seminar, status="cancelled")
    tell(now)
    story.letters("event-cancelled")

    in_room, online, gone = story.told["olof"]
    assert link.encode() not in in_room
    assert ics.values(online, "CONFERENCE") == [link]
    assert b"METHOD:CANCEL" in gone
    assert b"meet.example" not in gone
    assert ics.values(online, "LOCATION") == ics.values(gone, "LOCATION") == ["Digitalt"]
    story.is_as_before()


def test_event_cancelled(story, seminar, olof, sign_up, publish, tell, client):
    sign_up(olof, seminar, at=story.at(1, 2, 12))
    story.letters("registered")
    now = story.at(2, 2, 10)
    publish(seminar, status="cancelled", status_note="Talaren är sjuk.")
    tell(now)
    story.letters("event-cancelled")
    story.keep("03-public-feed.ics", client.get("/kalender.ics").content)

    assert versions(story.told["olof"]) == [0, 1]
    story.is_as_before()


def test_copied_event_is_another_one_in_calendars(story, seminar, olof, sign_up):
    copy = seminar.copy(update_attrs={"slug": "kopia", "title": "Kopia"}, keep_live=False)
    other = uuid.UUID(int=UID.int + 1)
    assert CalendarIdentity.objects.get(event_id=copy.pk).uid != UID
    CalendarIdentity.objects.filter(event_id=copy.pk).update(uid=other)
    now = story.at(1, 2, 12)
    SeminarPage.objects.get(pk=copy.pk).save_revision().publish()
    for event in (seminar, copy):
        sign_up(olof, event, at=now)
        story.letters(f"registered-{event.slug[:5]}")

    assert [ics.values(stream, "UID") for stream in story.told["olof"]] == [[str(UID)], [str(other)]]
    story.is_as_before()

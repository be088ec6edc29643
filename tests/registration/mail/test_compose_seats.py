"""What the letters say of seats that are asked for, offered, handed over, changed and given back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from events.models import EventPage
from registration.domain import cancellation, offers, substitutes
from registration.models import Registration
from tests.factories import NOW, STOCKHOLM, EventFactory, GatheringFactory, RoundTableFactory, applicant
from tests.registration.mail.conftest import TOKEN
from tests.registration.mail.words import words_of_html, words_of_text

pytestmark = pytest.mark.django_db
Status = Registration.Status
MINE = f"/min-anmalan/{TOKEN}/"
# What somebody might write who tries what a letter makes of it.
ODD = "Mur & <b>Bruk</b> {{ links.mine }} {% now %}"


@pytest.fixture
def britta(bo):
    """Bo's colleague at the same firm."""
    return replace(bo, address="britta@tegelbruket.example", first_name="Britta", last_name="Berg")


# --- Asking for a seat ----------------------------------------------------------------------------


def test_who_asks_is_told_when_the_answer_comes(bo, sign_up, latest):
    event = RoundTableFactory(
        title="Tomter på väg", answers_by=datetime(2027, 2, 18, 15, 0, tzinfo=STOCKHOLM)
    )

    letter = latest(sign_up(bo, event))

    assert letter.subject == "Vi har tagit emot din intresseanmälan: Tomter på väg"
    assert "Vi mejlar dig svaret senast torsdag 18 februari 2027 kl.\u00a015.00." in letter.text
    assert f"Dra tillbaka intresseanmälan:\nhttp://127.0.0.1:8000{MINE}avanmal/" in letter.text
    assert letter.calendar is None


@pytest.mark.parametrize("answers_by", [NOW - timedelta(days=1), None])
def test_no_time_for_the_answer_is_promised_that_has_passed_or_is_the_start(answers_by, bo, sign_up, latest):
    event = RoundTableFactory(answers_by=answers_by, closes_at=None)

    assert "Vi mejlar dig så snart svaret är klart." in latest(sign_up(bo, event)).text


def test_a_yes_welcomes_and_brings_the_calendar(bo, sign_up, letter_of):
    registration = sign_up(bo, EventFactory())

    letter = letter_of("approved", registration, sentence="Ta med ett exempel.\r\n\r\nDu sitter vid bord 2.")

    assert letter.subject.startswith("Du har fått en plats: ")
    assert "Välkommen torsdag 4 mars 2027" in letter.text
    assert "\nFrån arrangören\nTa med ett exempel.\n\nDu sitter vid bord 2.\n" in letter.text
    assert "Ta med ett exempel.<br><br>Du sitter vid bord 2." in letter.html.replace("<br />", "<br>")
    assert letter.calendar.method == "REQUEST"


def test_a_no_is_friendly_and_points_at_what_is_coming(bo, sign_up, letter_of):
    registration = sign_up(bo, RoundTableFactory(title="Tomter på väg"))

    letter = letter_of("declined", registration, sentence="")

    assert letter.subject == "Ingen plats den här gången: Tomter på väg"
    assert "Tyvärr kan vi inte ge dig en plats den här gången." in letter.text
    assert "Visa kommande tillfällen:\nhttp://127.0.0.1:8000/evenemang/" in letter.text
    assert "Från arrangören" not in letter.text
    assert letter.calendar is None


def test_letter_about_the_waitlist_promises_no_offer_in_the_last_two_hours(bo, sign_up, latest):
    event = EventFactory(capacity=0)
    registration = sign_up(replace(bo, wants_directly=False, language="en"), event)

    before = latest(registration, at=event.offers_end_at - timedelta(seconds=1)).text
    after = latest(registration, at=event.offers_end_at).text

    assert "we mail you an offer" in before
    assert "offer" not in after
    assert "free seats now go to those who have asked to get one directly" in " ".join(after.split())


def test_a_yes_without_a_seat_says_both(bo, sign_up, letter_of):
    registration = sign_up(bo, EventFactory(capacity=0))

    letter = letter_of("waitlisted", registration, is_approved=True, sentence="Vi försöker få fram en stol.")

    assert "Vi har sagt ja till dig, men just nu är alla platser upptagna." in letter.text
    assert "\nFrån arrangören\nVi försöker få fram en stol.\n" in letter.text
    assert "Du har plats 1 på väntelistan för byggaktörer." in letter.text


@pytest.mark.parametrize("kind", ["approved", "declined", "waitlisted", "took_over", "handover_declined"])
def test_the_organisers_sentence_is_words_and_nothing_else(kind, olof, event, sign_up, letter_of):
    letter = letter_of(kind, sign_up(olof, event), sentence=f"{ODD}\r\nrad två")

    assert f"\n{ODD}\nrad två\n" in letter.text
    assert "Mur &amp; &lt;b&gt;Bruk&lt;/b&gt; {{ links.mine }} {% now %}" in letter.html
    assert words_of_html(letter.html) == words_of_text(letter.text)


# --- An offer -------------------------------------------------------------------------------------


@pytest.fixture
def offered(sign_up, now):
    """`offered(event)`: somebody whose offer has just been made, on a Monday at noon."""

    def make(event: EventPage, **values: object) -> Registration:
        first = sign_up(applicant(1, **values), event)
        second = sign_up(applicant(2, wants_directly=False, **values), event)
        cancellation.cancel(first.pk, now=now)
        return second

    return make


def test_an_offer_says_until_when_and_has_one_button(offered, latest):
    letter = latest(offered(EventFactory(capacity=1)))

    assert letter.subject == "En plats är ledig – svara senast 2 februari kl. 12.00"
    assert "Vi håller en plats åt dig till tisdag 2 februari 2027 kl.\u00a012.00." in letter.text
    assert "Status\n  Erbjuden plats – svara senast tisdag 2 februari 2027 kl.\u00a012.00" in letter.text
    assert f"Tacka ja till platsen:\nhttp://127.0.0.1:8000{MINE}tacka-ja/" in letter.text
    assert f"Tacka nej:\nhttp://127.0.0.1:8000{MINE}avanmal/" in letter.text
    assert letter.html.count('bgcolor="#0E4A3B" role="presentation"') == 1
    assert "#F2C74C" in letter.html
    assert letter.calendar is None


def test_an_offer_of_an_event_moved_nearer_ends_two_hours_before_the_new_start(offered, latest):
    event = EventFactory(capacity=1)
    registration = offered(event)
    EventPage.objects.filter(pk=event.pk).update(start_at=NOW + timedelta(hours=8))

    assert latest(registration).subject == "En plats är ledig – svara senast 1 februari kl. 18.00"


def test_an_offer_in_english(offered, latest):
    letter = latest(offered(EventFactory(capacity=1), language="en"))

    assert letter.subject == "A seat is free – answer by 2 February at 12:00"
    assert "We hold a seat for you until Tuesday 2 February 2027 at 12:00." in letter.text


def test_who_is_offered_a_place_online_does_not_see_the_link_yet(offered, latest):
    event = GatheringFactory(
        format=EventPage.Format.HYBRID, online_capacity=1, online_link="https://meet.example/r"
    )

    letter = latest(offered(event, attendance="online"))

    assert "Det är en digital plats." in letter.text
    assert "Möteslänken kommer när du har fått en plats" in letter.text
    assert "meet.example" not in letter.text + letter.html


def test_an_offer_that_nobody_answered_is_over_without_a_reproach(offered, latest, now):
    event = EventFactory(title="Fler hyresrätter", capacity=1)
    registration = offered(event)
    with pytest.raises(offers.OfferGone):
        offers.accept(registration.pk, now=now + timedelta(days=2))

    letter = latest(registration, at=now + timedelta(days=2))

    assert letter.subject == "Svarstiden har gått ut: Fler hyresrätter"
    assert "Vi fick inget svar i tid, så platsen väntar inte längre på dig." in letter.text
    assert "På sidan om tillfället ser du om du kan ställa dig på väntelistan igen." in letter.text


def test_who_says_no_is_thanked_and_can_change_their_mind_for_ten_minutes(offered, latest, now):
    registration = offered(EventFactory(title="Fler hyresrätter", capacity=1))
    cancellation.cancel(registration.pk, now=now)

    at_once, later = latest(registration), latest(registration, at=now + timedelta(minutes=10))

    assert at_once.subject == "Du har tackat nej: Fler hyresrätter"
    assert "Platsen går till nästa på väntelistan." in at_once.text
    assert "Till kl. 12.10 kan du ta tillbaka din plats på väntelistan" in at_once.text
    assert "12.10" not in later.text
    assert "På sidan om tillfället ser du om det går att anmäla sig igen." in later.text


# --- In line and out of it ------------------------------------------------------------------------


def test_who_waits_for_an_offer_is_told_how_long_there_is_to_answer(petra, sign_up, latest):
    event = EventFactory(capacity=0)

    letter = latest(sign_up(replace(petra, wants_directly=False), event))

    assert "Du har plats 1 på väntelistan för förtroendevalda." in letter.text
    assert "Vi räknar varje roll för sig, i den ordning anmälningarna kom." in letter.text
    assert "Då har du en arbetsdag på dig att svara." in letter.text
    assert "Vill du hellre få platsen direkt?" in letter.text
    assert f"Lämna väntelistan:\nhttp://127.0.0.1:8000{MINE}avanmal/" in letter.text


def test_who_wants_a_seat_directly_is_told_that_it_comes_so(petra, sign_up, latest):
    letter = latest(sign_up(petra, EventFactory(capacity=0)))

    assert "Blir en plats ledig för dig får du den direkt och vi mejlar dig." in letter.text
    assert "svara" not in letter.text


def test_who_cancels_can_take_it_back_until_a_time_that_the_letter_names(petra, event, sign_up, latest, now):
    registration = sign_up(petra, event)
    cancellation.cancel(registration.pk, now=now)

    letter = latest(registration)

    assert "Nu kan någon annan få platsen." in letter.text
    assert "Till kl. 12.10 kan du ångra dig på sidan för din anmälan." in letter.text


def test_who_left_the_line_is_not_told_of_a_seat(petra, sign_up, latest, now):
    registration = sign_up(petra, EventFactory(capacity=0))
    cancellation.cancel(registration.pk, now=now)

    assert "Du står inte längre på väntelistan." in latest(registration).text


def test_who_takes_back_a_request_is_told_so(petra, sign_up, latest, now):
    registration = sign_up(petra, RoundTableFactory())
    cancellation.cancel(registration.pk, now=now)

    assert "Din intresseanmälan är tillbakadragen." in latest(registration).text


def test_who_was_cancelled_by_staff_is_not_thanked_for_it(petra, event, stina, sign_up, latest, now):
    registration = sign_up(petra, event)
    cancellation.cancel(registration.pk, by=stina, now=now)

    letter = latest(registration)

    assert "Vi har avanmält dig. Hör av dig till oss om det inte stämmer." in letter.text
    assert "ångra dig" not in letter.text
    assert letter.calendar.method == "CANCEL"


# --- A seat handed over ---------------------------------------------------------------------------


def test_both_are_told_of_a_seat_that_changed_hands(bo, britta, sign_up, latest, now):
    holder = sign_up(bo, EventFactory(title="Fler hyresrätter"))
    successor = substitutes.hand_over(holder.pk, colleague=britta, now=now).registration

    left, came = latest(holder), latest(successor)

    assert left.subject == "Du har överlåtit din plats: Fler hyresrätter"
    assert "Nu har Britta Berg den, och vi har mejlat om det." in left.text
    assert left.calendar.method == "CANCEL"
    assert came.subject == "Du har fått en kollegas plats: Fler hyresrätter, 4 mars"
    assert "Bo Ängström har överlåtit sin plats till dig. Välkommen torsdag 4 mars 2027" in came.text
    assert "Vi har fått dina uppgifter av din kollega." in came.text
    assert came.calendar.method == "REQUEST"


def test_who_takes_over_late_is_told_the_way_at_once(bo, britta, seminar, sign_up, latest):
    late = seminar.start_at - timedelta(days=3)
    holder = sign_up(bo, seminar)
    successor = substitutes.hand_over(holder.pk, colleague=britta, now=late).registration

    assert "Hitta hit\nFem minuter från tunnelbanan." in latest(successor, at=late).text


def test_a_colleague_who_has_to_wait_for_the_answer_is_told_by_whom_and_why(
    bo, olof, event, sign_up, latest, now
):
    holder = sign_up(bo, event)
    successor = substitutes.hand_over(holder.pk, colleague=olof, now=now).registration

    letter = latest(successor)

    assert letter.subject.startswith("En kollega vill ge dig sin plats: ")
    assert "Bo Ängström vill överlåta sin plats till dig." in letter.text
    assert "intresseanmälan" not in letter.text


def test_who_keeps_the_seat_is_told_that_it_is_still_theirs(bo, event, sign_up, letter_of):
    letter = letter_of("handover_declined", sign_up(bo, event), to="Olof Öberg", sentence="Rollen är full.")

    assert "Vi kunde inte låta Olof Öberg ta över din plats. Du är fortfarande anmäld." in letter.text
    assert "Rollen är full." in letter.text
    assert letter.calendar is None


@pytest.mark.parametrize(
    ("kind", "name"), [("handed_over", "to"), ("took_over", "of"), ("handover_declined", "to")]
)
def test_a_colleagues_name_is_a_name_on_one_line_and_nothing_else(kind, name, bo, event, sign_up, letter_of):
    letter = letter_of(kind, sign_up(bo, event), had_seat=True, **{name: f"{ODD}\r\nBcc: x"})

    assert f"{ODD} Bcc: x" in letter.text
    assert "Mur &amp; &lt;b&gt;Bruk&lt;/b&gt; {{ links.mine }} {% now %} Bcc: x" in letter.html
    assert words_of_html(letter.html) == words_of_text(letter.text)


@pytest.mark.parametrize("kind", ["confirmed", "promoted", "approved", "took_over", "reminder"])
def test_who_has_a_seat_can_change_hand_over_and_cancel(kind, bo, event, sign_up, letter_of):
    letter = letter_of(kind, sign_up(bo, event))

    assert "Överlåt platsen till en kollega senast onsdag 3 mars 2027 kl.\u00a016.00" in letter.text
    for words, path in [
        ("Ändra anmälan", "andra/"),
        ("Överlåt platsen", "overlat/"),
        ("Avanmäl dig", "avanmal/"),
    ]:
        assert f"{words}:\nhttp://127.0.0.1:8000{MINE}{path}\n" in letter.text
        assert f'href="http://127.0.0.1:8000{MINE}{path}"' in letter.html


def test_after_the_freeze_the_letter_does_not_speak_of_handing_over(bo, event, sign_up, letter_of):
    letter = letter_of("reminder", sign_up(bo, event), at=event.start_at - timedelta(hours=16, minutes=30))

    assert "Överlåt" not in letter.text + letter.html
    assert "Säg till, så får någon annan platsen." in letter.text

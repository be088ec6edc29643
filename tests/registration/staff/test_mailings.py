"""Writing to many from the admin: write, look, count, try, send, watch, stop."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from home.models import SiteDocument
from registration.domain import consents, mailings
from registration.domain.mailings import Words
from registration.models import AddressMark, Mailing, OutboxMessage, Segment
from tests.factories import NOW, EventFactory, RegistrationFactory, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WORDS = Words("Parkering vid salen", "Garaget är stängt.\n\nSe https://example.org/karta.")


@pytest.fixture
def seats(olof, petra, bo, event, sign_up, send_mail):
    registrations = [sign_up(person, event) for person in (olof, petra, bo)]
    send_mail()
    return registrations


@pytest.fixture
def mailing(event, stina):
    """A draft to everybody with a seat."""
    return mailings.create(WORDS, events=[event], segment=Segment(), attachments=[], by=stina, now=NOW)


@pytest.fixture
def at_night(at_now):
    """Nine in the evening, before anybody has logged in."""
    at_now.move_to(NOW.replace(hour=21))


def address(name, mailing):
    return reverse(f"staff_mailings:{name}", args=[mailing.pk])


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def form_for(event, **values):
    return {
        "events": [event.pk],
        "statuses": ["confirmed"],
        "attendance": "",
        "subject": WORDS.subject,
        "body": WORDS.body,
    } | values


def make_document(size):
    return SiteDocument.objects.create(
        title="Karta", file=ContentFile(b"x" * size, name="karta.pdf"), file_size=size
    )


def test_new_one_begins_with_the_event_that_one_comes_from(seats, event, as_stina):
    desk = text_of(as_stina.get(reverse("staff_events:event", args=[event.pk])))
    link = f"{reverse('staff_mailings:add')}?event={event.pk}"
    assert link in desk

    page = as_stina.get(link)

    assert [one.pk for one in page.context["form"].fields["events"].queryset] == [event.pk]
    assert page.context["form"]["events"].value() == [event.pk]


@pytest.mark.parametrize("number", ["x", "9" * 40, ""])
def test_event_that_is_none_chooses_nothing(seats, as_stina, number):
    page = as_stina.get(reverse("staff_mailings:add"), {"event": number})

    assert page.status_code == 200
    assert page.context["form"]["events"].value() == []


def test_saving_shows_the_letter_and_sends_nothing(seats, event, as_stina, stina, send_mail):
    page = as_stina.post(reverse("staff_mailings:add"), form_for(event, roles=["builder"]), follow=True)

    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.made_by, mailing.segment.roles) == ("draft", stina, ("builder",))
    assert "Skicka till 1 person" in text_of(page)
    assert "Hej Bo," in text_of(page)
    assert send_mail() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"events": []}, "events"),
        ({"events": ["9" * 40]}, "events"),
        ({"statuses": []}, "statuses"),
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 61}, "subject"),
        ({"subject": "En\nTvå"}, "subject"),
        ({"body": " "}, "body"),
        ({"body_en": "Words"}, "subject_en"),
        ({"subject_en": "Words"}, "body_en"),
        ({"roles": ["nobody"]}, "roles"),
        ({"attachment_1": "987654"}, "attachment_1"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_field(seats, event, as_stina, wrong, field):
    page = as_stina.post(reverse("staff_mailings:add"), form_for(event) | wrong)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Mailing.objects.exists()


def test_attachments_go_along_and_too_large_ones_are_refused(seats, event, as_stina, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    small, large = make_document(1000), make_document(1000)
    SiteDocument.objects.filter(pk=large.pk).update(file_size=11 * 1024 * 1024)
    new = reverse("staff_mailings:add")

    refused = as_stina.post(new, form_for(event, attachment_1=small.pk, attachment_2=large.pk))
    as_stina.post(new, form_for(event, attachment_1=small.pk, attachment_3=small.pk))

    assert refused.status_code == 422
    assert list(Mailing.objects.get().attachments.all()) == [small]


def test_letter_is_shown_as_any_of_them_would_get_it(seats, mailing, as_stina):
    petra = seats[1]

    page = text_of(as_stina.get(address("mailing", mailing), {"som": petra.pk}))
    framed = as_stina.get(address("html", mailing), {"som": petra.pk})

    assert "Hej Petra," in page
    assert "Hej Petra," in text_of(framed)
    assert 'href="https://example.org/karta"' in text_of(framed)
    assert "script-src" not in framed["Content-Security-Policy"]


def test_with_nobody_to_write_to_it_is_shown_and_cannot_be_sent(mailing, as_stina):
    page = text_of(as_stina.get(address("mailing", mailing)))

    assert "Hej Anna," in page
    assert address("send", mailing) not in page
    assert as_stina.post(address("send", mailing), {"when": "now"}).status_code == 409


def test_count_before_sending_leaves_out_who_wants_none(seats, mailing, as_stina):
    consents.set_mailings("olof@nacka.example", wanted=False, now=NOW)

    assert "Skicka till 2 personer" in text_of(as_stina.get(address("send", mailing)))
    assert as_stina.get(address("mailing", mailing)).context["refusing"] == 1


def test_count_before_sending_leaves_out_who_cannot_be_reached(seats, mailing, as_stina):
    AddressMark.objects.create(address_key="olof@nacka.example", kind="bounced", at=NOW)

    assert "Skicka till 2 personer" in text_of(as_stina.get(address("send", mailing)))
    page = as_stina.get(address("mailing", mailing))
    assert (page.context["unreached"], page.context["refusing"]) == (1, 0)
    assert "olof" not in [one.first_name.lower() for one in page.context["people"]]


def test_anybody_is_found_to_show_the_letter_as(seats, mailing, as_stina, monkeypatch):
    monkeypatch.setattr("registration.staff.mailing.SHOWN_PEOPLE", 1)
    everybody = as_stina.get(address("mailing", mailing))
    listed = {one.pk for one in everybody.context["people"]}
    assert len(listed) == 1
    assert 'name="sok"' in text_of(everybody)
    petra = seats[1]

    page = as_stina.get(address("mailing", mailing), {"sok": "solna.example PETRA"})
    framed = as_stina.get(page.context["html_url"])

    assert [one.pk for one in page.context["people"]] == [petra.pk]
    assert "Hej Petra," in text_of(page)
    assert "Hej Petra," in text_of(framed)


def test_who_is_not_found_is_shown_as_somebody_made_up(seats, mailing, as_stina):
    page = as_stina.get(address("mailing", mailing), {"sok": "nobody"})

    assert page.context["people"] == []
    assert "Hej Anna," in text_of(page)
    assert 'value="nobody"' in text_of(page)


def test_few_are_chosen_from_the_list_alone(seats, mailing, as_stina):
    assert 'name="sok"' not in text_of(as_stina.get(address("mailing", mailing)))


def test_somebody_the_mailing_is_not_for_is_not_shown(seats, mailing, as_stina, monkeypatch):
    monkeypatch.setattr("registration.staff.mailing.SHOWN_PEOPLE", 1)
    other = RegistrationFactory(first_name="Gun")

    assert "Hej Gun," not in text_of(as_stina.get(address("mailing", mailing), {"som": other.pk}))


def test_looking_at_the_question_sends_nothing(seats, mailing, as_stina, send_mail):
    as_stina.get(address("send", mailing))

    assert send_mail() == []
    assert Mailing.objects.get().state == "draft"


def test_saying_yes_sends(seats, mailing, as_stina, stina, send_mail):
    page = as_stina.post(address("send", mailing), {"when": "now"}, follow=True)

    assert len(send_mail()) == 3
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent_by) == ("sending", stina)
    assert address("progress", mailing) in text_of(page)


def test_by_day_it_goes_now_or_at_another_time(seats, mailing, as_stina):
    form = as_stina.get(address("send", mailing)).context["form"]
    assert [value for value, _label in form.fields["when"].choices] == ["now", "at"]

    as_stina.post(address("send", mailing), {"when": "at", "at": "2027-02-03 09:00"})

    mailing.refresh_from_db()
    assert mailing.planned_at == NOW.replace(day=3, hour=9)
    assert mailing.letters.count() == 0


def test_at_night_the_morning_is_offered_first(seats, mailing, at_night, as_stina):
    form = as_stina.get(address("send", mailing)).context["form"]
    assert form["when"].value() == "morning"

    as_stina.post(address("send", mailing), {"when": "morning"})

    mailing.refresh_from_db()
    assert mailing.planned_at == NOW.replace(day=2, hour=7)


def test_who_wants_to_sends_at_night(seats, mailing, at_night, as_stina):
    as_stina.post(address("send", mailing), {"when": "now"})

    assert mailing.letters.count() == 3


@pytest.mark.parametrize("at", ["", "2027-01-31 09:00", "x"])
def test_time_that_is_none_is_refused(seats, mailing, as_stina, at):
    page = as_stina.post(address("send", mailing), {"when": "at", "at": at})

    assert page.status_code == 422
    assert "at" in page.context["form"].errors


def test_test_goes_to_oneself(mailing, stina, as_stina, send_mail):
    assert as_stina.post(address("try", mailing)).status_code == 302 or not stina.email
    stina.email = "stina@byggmastarna.example"
    stina.save()

    as_stina.post(address("try", mailing))

    assert [letter.to for letter in send_mail()][-1] == ["stina@byggmastarna.example"]


def test_without_an_address_of_ones_own_there_is_no_test(mailing, stina, as_stina):
    stina.email = ""
    stina.save()

    assert as_stina.post(address("try", mailing)).status_code == 409


def test_bar_moves_while_letters_leave_and_ends_with_a_report(seats, mailing, as_stina, send_mail):
    as_stina.post(address("send", mailing), {"when": "now"})
    before = text_of(as_stina.get(address("progress", mailing)))
    send_mail()
    OutboxMessage.objects.filter(mailing=mailing, registration=seats[0]).update(
        state="failed", reason="refused"
    )
    mailings.send_due(now=NOW)

    after = text_of(as_stina.get(address("progress", mailing)))
    report = text_of(as_stina.get(address("mailing", mailing)))

    assert 'max="3" value="0"' in before
    assert 'max="3" value="3"' in after
    assert 'data-state="done"' in after
    assert "Olof Öberg" in report
    assert "mailing_progress.js" not in report


def test_stop_and_go_on(seats, mailing, as_stina, send_mail):
    as_stina.post(address("send", mailing), {"when": "now"})
    as_stina.post(address("stop", mailing))
    assert send_mail() == []
    assert "trouble" not in text_of(as_stina.get(address("mailing", mailing)))
    edit = as_stina.get(address("edit", mailing))
    assert "events" not in edit.context["form"].fields
    as_stina.post(address("edit", mailing), {"subject": "Bättre ord", "body": "Garaget är öppet."})

    as_stina.post(address("resume", mailing))

    assert {letter.subject for letter in send_mail()} == {"Bättre ord"}


def test_later_joiners_are_counted_and_caught_up_with(seats, mailing, event, sign_up, as_stina, send_mail):
    as_stina.post(address("send", mailing), {"when": "now"})
    send_mail()
    mailings.send_due(now=NOW)
    sign_up(applicant(7), event)
    send_mail()
    assert as_stina.get(address("mailing", mailing)).context["missing"] == 1

    as_stina.post(address("send", mailing), {"when": "now"})

    assert [letter.to for letter in send_mail()] == [["person7@example.org"]]


def test_planned_catching_up_that_goes_on_says_when(
    seats, mailing, event, sign_up, as_stina, stina, send_mail
):
    as_stina.post(address("send", mailing), {"when": "now"})
    send_mail()
    mailings.send_due(now=NOW)
    sign_up(applicant(7), event)
    as_stina.post(address("send", mailing), {"when": "at", "at": "2027-02-03 09:00"})
    as_stina.post(address("stop", mailing))

    page = text_of(as_stina.post(address("resume", mailing), follow=True))

    assert "Utskicket går " in page
    assert "Utskicket är på väg igen" not in page
    assert "Inget brev har gått ännu" not in page


@pytest.mark.parametrize("press", ["send", "stop", "resume", "delete"])
def test_press_that_comes_too_late_says_so(seats, mailing, as_stina, press, send_mail):
    as_stina.post(address("send", mailing), {"when": "now"})
    if press == "stop":
        send_mail()
        mailings.send_due(now=NOW)

    assert as_stina.post(address(press, mailing), {"when": "now"}).status_code == 409


def test_draft_is_changed_and_thrown_away(seats, mailing, event, as_stina):
    as_stina.post(address("edit", mailing), form_for(event, subject="Nytt ämne", municipalities=["0182"]))
    mailing.refresh_from_db()
    assert (mailing.subject, mailing.segment.municipalities) == ("Nytt ämne", ("0182",))

    answer = as_stina.post(address("delete", mailing))

    assert answer.url == reverse("staff_mailings:index")
    assert not Mailing.objects.exists()


def test_screens_take_as_many_queries_for_many(mailing, event, as_stina, count_queries):
    RegistrationFactory(event=event)
    screen, index = address("mailing", mailing), reverse("staff_mailings:index")
    for page in (screen, index):
        as_stina.get(page)
    before = [count_queries(lambda page=page: as_stina.get(page)) for page in (screen, index)]
    RegistrationFactory.create_batch(30, event=event)
    other = EventFactory(start_at=event.start_at + timedelta(days=7))
    mailings.create(WORDS, events=[event, other], segment=Segment(), attachments=[], by=None, now=NOW)

    assert [count_queries(lambda page=page: as_stina.get(page)) for page in (screen, index)] == before

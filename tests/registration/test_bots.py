import re
from datetime import timedelta

import pytest
from django import forms

from registration import bots


class NoteForm(bots.BotTrapForm):
    note = forms.CharField()


@pytest.fixture(autouse=True)
def _two_seconds(settings, at_now):
    settings.FORM_MIN_SECONDS = 2


@pytest.fixture
def shown_a_minute_ago(at_now, now):
    at_now.move_to(now - timedelta(minutes=1))
    note = bots.stamp()
    at_now.move_to(now)
    return note


def codes(form):
    return [error.code for error in form.non_field_errors().as_data()]


def test_person_passes(shown_a_minute_ago):
    assert NoteForm({"note": "hej", "website": "", "shown": shown_a_minute_ago}).is_valid()


def test_who_fills_in_the_hidden_field_gets_everything_back_but_that(shown_a_minute_ago):
    form = NoteForm({"note": "hej", "website": "https://bot.example", "shown": shown_a_minute_ago})

    assert codes(form) == ["trapped"]
    assert list(form.errors) == ["__all__"]
    assert (form["note"].value(), form["website"].value()) == ("hej", "")


def test_person_who_was_caught_gets_through_by_sending_it_again(shown_a_minute_ago):
    caught = NoteForm({"note": "hej", "website": "x", "shown": shown_a_minute_ago})
    assert not caught.is_valid()

    assert NoteForm({name: caught[name].value() for name in caught.fields}).is_valid()


def test_faster_than_a_person_is_too_fast_and_waiting_helps(at_now, now):
    form = NoteForm({"note": "hej", "shown": bots.stamp()})
    assert codes(form) == ["hasty"]

    at_now.move_to(now + timedelta(seconds=2))
    assert NoteForm({name: form[name].value() or "" for name in form.fields}).is_valid()


@pytest.mark.parametrize("shown", ["", "x", "MTIz:1abc:forged"])
def test_form_that_we_never_showed_gets_a_stamp_of_ours(shown, at_now, now):
    form = NoteForm({"note": "hej", "shown": shown})
    assert codes(form) == ["unstamped"]

    at_now.move_to(now + timedelta(seconds=3))
    assert NoteForm({"note": "hej", "shown": form["shown"].value()}).is_valid()


def test_garbled_stamp_is_said_of_the_form_and_not_of_a_field_nobody_sees():
    form = NoteForm({"note": "hej", "shown": "x" * 500})

    assert list(form.errors) == ["__all__"]


def test_minimum_time_can_be_turned_off(settings):
    settings.FORM_MIN_SECONDS = 0

    assert NoteForm({"note": "hej"}).is_valid()


def test_trap_is_out_of_reach_of_keyboard_and_autofill():
    field = str(NoteForm()["website"])

    assert re.search(r'tabindex="-1"', field)
    assert re.search(r'autocomplete="off"', field)

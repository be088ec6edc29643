"""What the address of the list means, without a database."""

import pytest

from events.filters import Filters, read

TOPICS = {"klimatkrav", "trygghet"}


def asked(**parameters: str) -> Filters:
    return read(parameters, topics=TOPICS)


def test_bare_address_shows_all_that_is_to_come():
    assert asked() == Filters()


def test_address_names_kind_topic_and_seats():
    assert asked(form="webbinarier", amne="klimatkrav", lediga="ja") == Filters(
        kind="webbinarier", topic="klimatkrav", only_free=True
    )


def test_empty_values_of_the_form_mean_nothing():
    assert asked(form="", amne="", visa="", sida="") == Filters()


def test_parameters_of_others_mean_nothing():
    assert asked(utm_source="nyhetsbrev") == Filters()


@pytest.mark.parametrize(
    "parameters",
    [
        {"form": "konserter"},
        {"amne": "finns-inte"},
        {"visa": "allt"},
        {"lediga": "nej"},
        {"sida": "0"},
        {"sida": "-1"},
        {"sida": "två"},
        {"sida": "²"},
        {"sida": "9" * 40},
    ],
)
def test_value_that_nobody_knows_is_told_apart(parameters):
    assert not asked(**parameters).is_known


def test_same_choice_has_one_address_whatever_the_order():
    one = read({"lediga": "ja", "form": "seminarier"}, topics=TOPICS)
    other = read({"form": "seminarier", "lediga": "ja", "sida": "1"}, topics=TOPICS)

    assert one.query() == other.query() == "?form=seminarier&lediga=ja"


def test_another_kind_keeps_the_rest_and_begins_on_the_first_page():
    chosen = Filters(shows_past=True, topic="trygghet", page=3)

    assert chosen.with_kind("seminarier").query() == "?visa=tidigare&form=seminarier&amne=trygghet"
    assert chosen.without_choices().query() == "?visa=tidigare"


def test_filters_that_are_on_are_counted():
    assert Filters().chosen == 0
    assert Filters(kind="seminarier", topic="trygghet", only_free=True, shows_past=True).chosen == 3

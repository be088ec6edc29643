from django.utils import translation

from home.numbers import in_words


def test_numbers_to_twelve_are_words() -> None:
    with translation.override("en"):
        assert [in_words(number) for number in (1, 3, 12, 13, 40)] == ["one", "three", "twelve", "13", "40"]

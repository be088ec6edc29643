import pytest

from registration.addresses import address_key, employer_key, organisation_key


@pytest.mark.parametrize(
    "written",
    [
        "Bo@Tegelbruket.example",
        " bo@tegelbruket.example ",
        "BO@TEGELBRUKET.EXAMPLE",
        "ｂｏ@tegelbruket.example",
    ],
)
def test_one_mailbox_is_one_address_however_it_is_written(written):
    assert address_key(written) == "bo@tegelbruket.example"


@pytest.mark.parametrize(
    "other", ["bo+forum@tegelbruket.example", "b.o@tegelbruket.example", "bö@tegelbruket.example"]
)
def test_two_mailboxes_are_two_addresses(other):
    assert address_key(other) != address_key("bo@tegelbruket.example")


def test_letters_with_rings_and_dots_are_one_however_they_are_composed():
    assert address_key("a\u030ake@example.org") == address_key("åke@example.org")


@pytest.mark.parametrize(
    "written",
    [
        "Tegelbruket AB",
        "tegelbruket ab",
        "AB Tegelbruket",
        "Tegelbruket",
        "  Tegelbruket \u00a0 AB ",
        "Tegelbruket AB (publ)",
        "Tegelbruket HB",
        "Tegelbruket, Aktiebolag",
    ],
)
def test_one_firm_is_one_firm_however_it_is_written(written):
    assert organisation_key(written) == "tegelbruket"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Peab", "Pe"), ("Bygg & Bo", "Bygg Bo"), ("Åbo Bygg", "Abo Bygg"), ("Kalk 1", "Kalk 2"), ("HBO", "O")],
)
def test_two_firms_are_two_firms(one, other):
    assert organisation_key(one) != organisation_key(other)


@pytest.mark.parametrize(("written", "key"), [("AB", "ab"), ("", ""), ("  ", ""), ("!", "!")])
def test_what_is_nothing_but_a_company_form_is_still_compared(written, key):
    assert organisation_key(written) == key


def test_key_fits_its_column_however_long_the_name():
    # Folding makes some letters longer.
    assert len(organisation_key("ﷺ" * 160)) <= 200


def test_municipality_is_no_firm():
    nacka = employer_key(role="official", municipality="0182", organisation="")

    assert nacka == employer_key(role="politician", municipality="0182", organisation="")
    assert nacka != employer_key(role="builder", municipality="", organisation="kommun:0182")

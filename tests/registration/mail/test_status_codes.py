import pytest

from registration.mail.status_codes import Severity, code_in, is_no_such_mailbox, severity


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["5.1.1"], "5.1.1"),
        (["5.0.0", "smtp; 550 5.1.1 <olof@nacka.example> unknown"], "5.1.1"),
        (["5.0.0", "smtp; 550 no such user"], "550"),
        (["", "smtp; 452 mailbox full"], "452"),
        (["5.0.0", "x-unix; gone"], "5.0.0"),
        (["", "at 10.5.1.1 nobody answers"], ""),
        (["", ""], ""),
    ],
)
def test_the_code_that_says_most_counts(texts, code):
    assert code_in(*texts) == code


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("5.1.1", Severity.HARD),
        ("5.1.10", Severity.HARD),
        ("5.2.1", Severity.HARD),
        ("5.4.4", Severity.HARD),
        ("5.0.0", Severity.HARD),
        ("550", Severity.HARD),
        ("5.2.2", Severity.SOFT),
        ("5.3.4", Severity.SOFT),
        ("5.7.1", Severity.SOFT),
        ("554", Severity.SOFT),
        ("4.4.7", Severity.SOFT),
        ("452", Severity.SOFT),
        ("2.0.0", Severity.NONE),
        ("", Severity.NONE),
    ],
)
def test_only_what_is_about_the_address_is_for_good(code, meaning):
    assert severity(code) == meaning


@pytest.mark.parametrize(
    ("code", "answer"),
    [("5.1.1", True), ("550", True), ("5.7.1", False), ("554", False), ("5.0.0", False), ("5.2.2", False)],
)
def test_a_rule_of_our_own_server_says_nothing_of_the_address(code, answer):
    assert is_no_such_mailbox(code) == answer

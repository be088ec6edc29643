import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.content_lines import fold, one_line, parameter, text
from tests import ics

pytestmark = pytest.mark.once

TYPED = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300)
ANYTHING = st.text(st.characters(), max_size=300)


@given(TYPED)
@example("C:\\New\\nu")
@example("å" * 200)
@example("\\" * 200)
@example("👩‍👩‍👧‍👦 " * 30)
@example('kommas, semikolon; bakstreck \\ och "citat"')
def test_what_is_typed_comes_out_identical(typed):
    (line,) = ics.lines(fold(f"SUMMARY:{one_line(typed)}"))

    assert ics.unescape(line.removeprefix("SUMMARY:")) == typed


@given(ANYTHING)
def test_whatever_comes_in_a_legal_line_goes_out(value):
    for line in (f"X-TEXT:{text(value)}", f"X-LINE:{one_line(value)}", f"X;P={parameter(value)}:1"):
        assert len(ics.lines(fold(line))) == 1


@given(st.lists(TYPED, min_size=1, max_size=5))
def test_line_breaks_of_a_text_survive(paragraphs):
    (line,) = ics.lines(fold(f"DESCRIPTION:{text(chr(10).join(paragraphs))}"))

    assert ics.unescape(line.removeprefix("DESCRIPTION:")) == "\n".join(paragraphs)


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_one_in_a_text_and_a_blank_on_a_line(break_):
    assert text(f"ett{break_}två") == "ett\\ntvå"
    assert one_line(f"ett{break_}två") == "ett två"


@pytest.mark.parametrize("length", range(60, 90))
def test_no_fold_parts_a_backslash_from_what_it_escapes(length):
    value = "x" * length + "\\\\\\;,\n" * 20

    (line,) = ics.lines(fold(f"X:{text(value)}"))

    assert ics.unescape(line.removeprefix("X:")) == value


def test_a_line_of_75_octets_is_left_whole():
    assert fold("x" * 75) == b"x" * 75 + b"\r\n"
    assert fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Bo Ängström", "Bo Ängström"),
        ("Ängström, Bo", '"Ängström, Bo"'),
        ("Bo; byggaktör: ja", '"Bo; byggaktör: ja"'),
        ('Bo "Bosse" Ängström', "Bo 'Bosse' Ängström"),
        ("Bo\r\nATTENDEE:mailto:x@example.org", '"Bo ATTENDEE:mailto:x@example.org"'),
    ],
)
def test_a_parameter_is_quoted_when_needed_and_free_of_double_quotes(name, written):
    assert parameter(name) == written

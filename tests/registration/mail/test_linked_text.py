"""Typed text as HTML: paragraphs, links that can be followed, and nothing else."""

import pytest

from registration.mail import linked_text


def links_in(text):
    return [part.split('"')[0] for part in "".join(linked_text.paragraphs(text)).split('href="')[1:]]


def test_blank_lines_part_paragraphs_and_others_break_lines():
    assert linked_text.paragraphs("Ett\ntvå\n\n \n\ntre\n") == ["Ett<br />två", "tre"]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Se https://example.org/a.", ["https://example.org/a"]),
        ("(se http://example.org/a)", ["http://example.org/a"]),
        ("https://example.org/a_(b), och", ["https://example.org/a_(b)"]),
        ("https://example.org/?a=1&b=2", ["https://example.org/?a=1&amp;b=2"]),
        ("example.org och javascript:alert(1) och data:text/html,x", []),
        ('https://example.org/"onclick="x', ["https://example.org/"]),
        ("https://example.org/'x", ["https://example.org/&#x27;x"]),
        ("<a href='https://example.org'>", ["https://example.org"]),
    ],
)
def test_only_addresses_of_the_web_become_links(text, addresses):
    assert links_in(text) == addresses


def test_markup_is_shown_as_it_was_typed():
    assert linked_text.paragraphs("<script>x</script> & {{ x }}") == [
        "&lt;script&gt;x&lt;/script&gt; &amp; {{ x }}"
    ]

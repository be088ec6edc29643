from home.ready_pages import blank, filled


def page(value, *, key="page", written):
    def write():
        written.append(key)
        return f"<p>{blank('name')}</p>"

    return filled(("form", key), write=write, values={"name": value})


def test_page_is_written_once_and_everybody_gets_their_own_values():
    written = []

    assert [page(name, written=written) for name in ("Olof", "Petra")] == ["<p>Olof</p>", "<p>Petra</p>"]
    assert written == ["page"]


def test_another_key_is_another_page():
    written = []

    page("Olof", written=written)
    page("Olof", key="other", written=written)

    assert written == ["page", "other"]


def test_values_are_escaped():
    assert page("<b>&", written=[]) == "<p>&lt;b&gt;&amp;</p>"


def test_value_is_not_looked_through_for_the_blanks_of_others():
    """A name that somebody typed must not bring another's value into the page."""
    html = filled(
        ("two",),
        write=lambda: f"{blank('first')} {blank('second')}",
        values={"first": blank("second"), "second": "hemligt"},
    )

    assert html.count("hemligt") == 1

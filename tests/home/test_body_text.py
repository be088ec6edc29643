from home.body_text import paragraph, stream_of
from home.models import StandardPage


def test_each_part_becomes_a_block_that_a_page_takes():
    parts = [
        {"type": "heading", "text": "Rubrik"},
        {"type": "paragraph", "text": "Text"},
        {"type": "list", "items": ["Ett", "Två"]},
        {"type": "table", "header": ["A", "B"], "rows": [["1", "2"]]},
        {"type": "kept_times"},
    ]

    body = StandardPage._meta.get_field("body").to_python(stream_of(parts))

    assert [block.block_type for block in body] == [part["type"] for part in parts]
    assert body[0].value == "Rubrik"
    assert [str(item) for item in body[2].value] == ["<p>Ett</p>", "<p>Två</p>"]
    assert body[3].value["data"] == [["A", "B"], ["1", "2"]]


def test_the_same_parts_give_the_same_stream():
    parts = [{"type": "list", "items": ["Ett"]}, {"type": "paragraph", "text": "Text"}]

    assert stream_of(parts) == stream_of(parts)


def test_addresses_become_links():
    assert paragraph("Mejla kim.e@example.org.") == (
        '<p>Mejla <a href="mailto:kim.e@example.org">kim.e@example.org</a>.</p>'
    )


def test_text_is_never_markup():
    assert paragraph("1 < 2 & <b>") == "<p>1 &lt; 2 &amp; &lt;b&gt;</p>"

"""Logs tell what happened and nothing about whom (docs/rules.md R 7.4)."""

import json
import logging
import sys

from bostadsforum import logs
from registration import links

TOKEN = "Zk3vXh0aPq9_mB7-sYdT2uWcE5rJfGiLoN1KxQz8VbA"


def line_of(message: str, *args: object, **record: object) -> dict[str, object]:
    made = logging.LogRecord("test", logging.ERROR, __file__, 1, message, args, record.pop("exc_info", None))
    made.__dict__.update(record)
    assert logs.MaskTokens().filter(made)
    return json.loads(logs.JsonFormatter().format(made))


def test_a_line_is_json_in_utc():
    line = line_of("hello %s", "world")

    assert line["message"] == "hello world"
    assert str(line["time"]).endswith("+00:00")
    assert (line["level"], line["logger"]) == ("error", "test")


def test_the_request_is_named_while_it_lasts():
    with logs.request("abc123"):
        assert line_of("inside")["request"] == "abc123"
    assert "request" not in line_of("outside")


def test_only_listed_fields_are_written():
    line = line_of("x", letter=7, address="bo@bygg.example", first_name="Bo")

    assert line["letter"] == 7
    assert "bo@bygg.example" not in json.dumps(line)
    assert "first_name" not in line


def test_personal_links_are_masked_in_messages_and_fields():
    for path in (
        f"/min-anmalan/{TOKEN}/",
        f"/en/inbjudan/{TOKEN}/",
        f"/kalender/p/{TOKEN}.ics",
        f"/mitt-bostadsforum/{TOKEN}/",
    ):
        assert TOKEN not in json.dumps(line_of("Not Found: %s", path, path=path))


def test_half_a_token_is_masked_behind_its_path():
    assert line_of("x", path="/min-anmalan/Zk3vXh0aPq9/avanmal/")["path"] == "/min-anmalan/***/avanmal/"
    assert (
        line_of("x", path="/en/mitt-bostadsforum/Zk3v/stang/")["path"] == "/en/mitt-bostadsforum/***/stang/"
    )


def test_the_tokens_that_links_are_made_of_have_the_masked_shape():
    made = links.new_token()

    assert logs.mask(f"see {made}.") == "see ***."


def test_mail_addresses_are_masked():
    assert line_of("Refused: <bo.byggare@bygg.example>")["message"] == "Refused: <***>"


def test_ordinary_paths_stay_readable():
    path = "/static/fonts/familjen-grotesk-latin-ext-wght-normal.0123456789ab.woff2"

    assert line_of("x", path=path)["path"] == path


def test_an_exception_is_told_by_kind_and_place_without_its_words():
    try:
        raise ValueError("Key (address)=(bo@bygg.example) already exists")
    except ValueError:
        line = line_of("failed", exc_info=sys.exc_info())

    assert line["exception"] == "ValueError"
    assert str(line["at"]).count("test_logs.py") == 1
    assert "bygg.example" not in json.dumps(line)

"""Every answer carries its headers; what no form and no link of ours sends is refused with a page."""

import logging
from io import BytesIO

import pytest
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.test.client import MULTIPART_CONTENT

from bostadsforum.middleware import ContentSecurityPolicy, no_body_for_head
from tests.form_client import FormClient

FORM = "application/x-www-form-urlencoded"
EVERYWHERE = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Request-ID",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> FormClient:
    return FormClient(raise_request_exception=False)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/healthz",
        "/robots.txt",
        "/no/such/page/",
        "/static/icons/favicon.svg",
        "/media/x.png",
        "/?a=%00",
    ],
)
def test_every_answer_has_the_headers(visitor, path):
    response = visitor.get(path)

    assert set(response.headers) >= EVERYWHERE
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "answer", [HttpResponse(b"text"), FileResponse(BytesIO(b"text"))], ids=["page", "file"]
)
def test_head_gets_the_headers_without_the_body(rf, answer):
    answer["Content-Length"] = "4"

    response = no_body_for_head(lambda request: answer)(rf.head("/"))

    assert b"".join(response) == b""
    assert response["Content-Length"] == "4"


def test_get_keeps_its_body(rf):
    response = no_body_for_head(lambda request: HttpResponse(b"text"))(rf.get("/"))

    assert response.content == b"text"


def test_the_admin_alone_may_frame_itself_and_have_inline_scripts(visitor):
    admin, public = visitor.get("/admin/login/"), visitor.get("/")

    assert admin["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'self' 'unsafe-inline'" in admin["Content-Security-Policy"]
    assert public["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in public["Content-Security-Policy"]


def test_policy_is_what_django_csp_writes(visitor, rf):
    ours = visitor.get("/")["Content-Security-Policy"]

    theirs = CSPMiddleware(lambda request: HttpResponse())(rf.get("/"))["Content-Security-Policy"]

    assert _directives(ours) == _directives(theirs)


def test_answer_that_wants_another_policy_gets_it(rf):
    wants_more = csp_update({"img-src": ["https://kartor.example"]})(lambda request: HttpResponse())

    answer = ContentSecurityPolicy(wants_more)(rf.get("/"))

    assert "https://kartor.example" in answer["Content-Security-Policy"]


def _directives(policy: str) -> set[str]:
    return {directive.strip() for directive in policy.split(";")}


def test_files_are_for_this_site_alone(visitor):
    response = visitor.get("/static/icons/favicon.svg")

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


def test_each_request_has_its_own_id_which_is_also_in_the_log(visitor, caplog):
    with caplog.at_level(logging.INFO, logger="bostadsforum.access"):
        first, second = visitor.get("/robots.txt"), visitor.get("/no/such/page/?secret=1")

    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert [(record.method, record.path, record.status) for record in caplog.records] == [
        ("GET", "/robots.txt", 200),
        ("GET", "/no/such/page/", 404),
    ]


def test_health_checks_do_not_fill_the_log(visitor, caplog):
    with caplog.at_level(logging.INFO, logger="bostadsforum.access"):
        visitor.get("/healthz")

    assert caplog.records == []


@pytest.mark.parametrize("path", ["/no%00such/", "/?sida=%00", "/en/?sida=a%00b"])
def test_nul_is_refused_wherever_it_stands(visitor, path):
    response = visitor.get(path)

    assert response.status_code == 400
    assert "<h1" in response.text


def test_nul_in_a_cookie_is_refused(visitor):
    assert visitor.get("/", headers={"cookie": r'sessionid="abcdefghij\000klm"'}).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("text/plain", b"a=1", 415),
        (f"{FORM}; charset=iso-8859-1", b"a=1", 415),
        (f"{FORM}; charset=no-such", b"a=1", 415),
        (FORM, b"namn=%E5sa", 400),
        (FORM, b"namn=\xe5sa", 400),
        ("", b"a=1", 415),
    ],
)
def test_only_a_forms_own_type_and_charset_are_read(visitor, content_type, body, status):
    response = visitor.generic("POST", "/anmalan/1/", body, content_type=content_type)

    assert response.status_code == status
    assert "<h1" in response.text


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", f'{FORM}; charset="utf-8"'])
def test_a_forms_own_type_goes_through(visitor, content_type):
    response = visitor.generic("POST", "/anmalan/1/", "namn=%C3%85sa", content_type=content_type)

    assert response.status_code == 404


def test_a_body_over_one_megabyte_is_refused_unread(visitor):
    class Unreadable:
        def read(self, *sizes: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    response = visitor.generic(
        "POST",
        "/anmalan/1/",
        b"",
        content_type=FORM,
        CONTENT_LENGTH=str(settings.PUBLIC_BODY_MAX_BYTES + 1),
        **{"wsgi.input": Unreadable()},
    )

    assert response.status_code == 413
    assert "<h1" in response.text


def test_a_body_of_unknown_length_is_refused(visitor):
    headers = {"transfer-encoding": "chunked"}
    response = visitor.generic("POST", "/anmalan/1/", b"", content_type=FORM, headers=headers)

    assert response.status_code == 411


@pytest.mark.parametrize(
    ("method", "status"), [("PUT", 405), ("DELETE", 405), ("PATCH", 405), ("TRACE", 405), ("BREW", 501)]
)
def test_other_methods_get_a_page(visitor, method, status):
    response = visitor.generic(method, "/")

    assert response.status_code == status
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert "<h1" in response.text


def test_a_bare_405_of_a_view_gets_a_page_and_keeps_what_is_allowed(visitor):
    response = visitor.generic("OPTIONS", "/robots.txt")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "<h1" in response.text


def test_the_admin_keeps_its_own_rules_for_bodies(visitor):
    response = visitor.generic("POST", "/admin/api/x/", b"{}", content_type="application/json")

    assert response.status_code not in {405, 411, 413, 415}


def test_only_a_proxy_of_ours_can_say_who_asks(visitor, settings, caplog):
    settings.SECURE_SSL_REDIRECT = True

    told = visitor.get("/robots.txt", headers={"x-forwarded-proto": "https"})
    claimed = visitor.get("/robots.txt", headers={"x-forwarded-proto": "https"}, REMOTE_ADDR="203.0.113.7")

    assert (told.status_code, claimed.status_code) == (200, 301)
    assert set(claimed.headers) >= EVERYWHERE


def test_the_language_follows_from_the_address_alone(visitor):
    wishes = {"headers": {"accept-language": "en"}}
    visitor.cookies["django_language"] = "en"

    swedish, english = visitor.get("/", **wishes), visitor.get("/en/", headers={"accept-language": "sv"})

    assert '<html lang="sv"' in swedish.text
    assert '<html lang="en"' in english.text
    assert (swedish["Content-Language"], english["Content-Language"]) == ("sv", "en")
    assert "Accept-Language" not in swedish.get("Vary", "")


def test_the_english_front_page_without_its_slash_is_found(visitor):
    response = visitor.get("/en")

    assert (response.status_code, response["Location"]) == (301, "/en/")


def test_a_page_like_english_is_swedish(visitor):
    assert visitor.get("/energi/")["Content-Language"] == "sv"


def test_a_form_in_parts_is_refused_since_each_part_could_bring_its_own_charset(visitor):
    response = visitor.post("/ny-lank/", {"email": "bo@bygg.example"}, content_type=MULTIPART_CONTENT)

    assert response.status_code == 415
    assert "<h1" in response.text

"""What every response carries, and which requests get a fragment."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from lindun.web import viewer
from lindun.web.middleware import ShellMiddleware
from lindun.web.render import wants_fragment
from lindun.web.views import language

HTMX = {"HX-Request": "true"}


def _through(response, **headers):
    request = RequestFactory().get("/", headers=headers)
    return ShellMiddleware(lambda request: response)(request), request


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        (HTMX, True),
        (HTMX | {"HX-Boosted": "true"}, False),
        (HTMX | {"HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_a_swap_gets_a_fragment(headers, fragment):
    assert wants_fragment(RequestFactory().get("/", headers=headers)) is fragment


def test_nothing_is_stored_whatever_the_view_said():
    response, _ = _through(HttpResponse(headers={"Cache-Control": "public, max-age=600"}))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_request_number_is_ours_not_the_clients():
    response, request = _through(HttpResponse(), **{"X-Request-Id": "sent by somebody"})
    assert response["X-Request-Id"] == request.request_id
    assert request.request_id.isalnum()


def test_a_redirect_moves_the_whole_page_for_htmx_only():
    plain, _ = _through(HttpResponseRedirect("/account/login/"))
    assert (plain.status_code, plain["Location"]) == (302, "/account/login/")
    moved, _ = _through(HttpResponseRedirect("/account/login/"), **HTMX)
    assert (moved.status_code, moved["HX-Redirect"]) == (200, "/account/login/")
    assert "Location" not in moved


@pytest.mark.parametrize(
    ("target", "goes"),
    [("/staff/", "/staff/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example/", "/"), ("", "/")],
)
def test_changing_the_language_stays_in_the_house(target, goes):
    response = language(RequestFactory().post("/language/", {"language": "en", "next": target}))
    assert response["Location"] == goes
    assert response.cookies["lindun_language"].value == "en"


def test_an_unknown_language_is_not_remembered():
    response = language(RequestFactory().post("/language/", {"language": "xx", "next": "/"}))
    assert not response.cookies


def test_the_mark_holds_name_and_number_and_nothing_unprintable():
    seen = viewer.Viewer(name="陈\x00晓", number="0031", post="counter")
    assert seen.mark == "陈晓 0031"
    assert seen.initial == "陈"

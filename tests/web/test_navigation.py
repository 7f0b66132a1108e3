"""The sidebar shows what a viewer may use, and where she is."""

import pytest
from django.test import RequestFactory

from lindun.web import navigation
from lindun.web.navigation import Group, Link


@pytest.fixture
def links(monkeypatch):
    monkeypatch.setattr(navigation, "_links", [])
    navigation.register(
        Link(group=Group.OVERSIGHT, label="Sessions", url_name="usersessions_list", icon="x", order=2),
        Link(
            group=Group.WORK, label="Keys", url_name="mfa_index", icon="x", order=3, badge=lambda request: 4
        ),
        Link(group=Group.WORK, label="Sign in", url_name="account_login", icon="x", order=1),
        Link(
            group=Group.WORK,
            label="Hidden",
            url_name="mfa_list_webauthn",
            icon="x",
            visible=lambda request: "staff" in request.GET,
        ),
    )


def _labels(path="/"):
    sections = navigation.sections(RequestFactory().get(path))
    return [(str(section.heading), [entry.label for entry in section.entries]) for section in sections]


def test_links_stand_in_their_group_and_order(links):
    assert [labels for _, labels in _labels()] == [["Sign in", "Keys"], ["Sessions"]]


def test_a_link_that_is_not_visible_is_not_there(links):
    assert _labels("/?staff=1")[0][1] == ["Sign in", "Keys", "Hidden"]


def test_the_link_of_the_longest_matching_address_is_current(links):
    sections = navigation.sections(RequestFactory().get("/account/second-factor/totp/activate/"))
    current = [entry.label for section in sections for entry in section.entries if entry.current]
    assert current == ["Keys"]


def test_registering_twice_shows_once(links):
    navigation.register(Link(group=Group.WORK, label="Keys", url_name="mfa_index", icon="x"))
    assert sum(label == "Keys" for _, labels in _labels() for label in labels) == 1


def test_badges_are_counted(links):
    entries = navigation.sections(RequestFactory().get("/"))[0].entries
    assert {entry.label: entry.badge for entry in entries} == {"Sign in": 0, "Keys": 4}


def _open(monkeypatch, *, few=20, path="/", cookie=None):
    monkeypatch.setattr(navigation, "FEW", few)
    request = RequestFactory().get(path)
    if cookie is not None:
        request.COOKIES[navigation.FOLDS_COOKIE] = cookie
    return [section.code for section in navigation.sections(request) if section.open]


def test_few_links_need_no_folding(links, monkeypatch):
    assert _open(monkeypatch) == ["work", "oversight"]


def test_many_links_are_folded_but_for_the_first_groups_and_the_current_one(links, monkeypatch):
    assert _open(monkeypatch, few=1) == ["work"]
    assert _open(monkeypatch, few=1, path="/account/sessions/") == ["work", "oversight"]


def test_a_browser_keeps_its_groups_whatever_else_its_cookie_says(links, monkeypatch):
    assert _open(monkeypatch, few=1, cookie="oversight") == ["oversight"]
    assert _open(monkeypatch, cookie="") == []
    assert _open(monkeypatch, cookie="<b>.nothing") == []


def test_a_folded_group_tells_what_waits_inside(links):
    assert [section.badge for section in navigation.sections(RequestFactory().get("/"))] == [4, 0]


def test_only_as_many_main_links_as_a_phone_has_room_for(links, monkeypatch):
    monkeypatch.setattr(navigation, "_links", [])
    names = ("account_login", "account_logout", "mfa_index", "mfa_list_webauthn", "usersessions_list")
    for order, name in enumerate(names):
        navigation.register(
            Link(group=Group.WORK, label=name, url_name=name, icon="x", order=order, pocket=True)
        )
    shown = navigation.pocket(navigation.sections(RequestFactory().get("/")))
    assert [entry.label for entry in shown] == list(names[:4])

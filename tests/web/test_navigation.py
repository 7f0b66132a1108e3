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

"""Events that somebody should look into: they appear at once, and nobody closes her own."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from lindun.config import postgres
from lindun.config.home import Home
from lindun.gate.vocabulary import Action, Happening
from lindun.organisation.models import Staff
from tests import cast, pages
from tests.signin import as_

EVENTS = reverse("oversight:events")


def waiting(name: str = "auditor") -> str:
    """The part of the page that lists what waits, as one of the watchers sees it."""
    return pages.text(as_(name).get(EVENTS)).partition("待处理")[2].partition("已处理</h2>")[0]


def review(client: Client, entry: object) -> int:
    return client.post(reverse("oversight:review", args=[entry])).status_code


def sign_in(account: str) -> Client:
    """Through the sign-in page, as a browser does it."""
    client = Client()
    answer = client.post(reverse("account_login"), {"login": account, "password": cast.PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.req("ACC-01")
def test_a_second_sign_in_ends_the_first_and_is_listed_for_review(database: str) -> None:
    at_the_counter = sign_in("counter")
    assert at_the_counter.get("/").status_code == 200
    at_the_gate = sign_in("counter")
    ended = at_the_counter.get("/")
    assert ended.status_code == 302
    assert ended["Location"].startswith(reverse("account_login"))
    assert at_the_gate.get("/").status_code == 200
    event = pages.entries(Happening.SESSION_REPLACED)[-1]
    assert event["id"] in waiting()
    assert "在别处登录，原来的登录被结束" in waiting()


def try_to_rise(client: Client, name: str) -> int:
    url = reverse("organisation:person", args=[cast.staff(name)])
    form = {"role": "general_manager", "clearance": "4", "status": "active"}
    return client.post(url, form).status_code


@pytest.mark.req("ACC-10")
def test_an_edit_of_ones_own_role_is_refused_and_the_auditor_sees_it_as_urgent(database: str) -> None:
    personnel = as_("hr")
    answer = personnel.post(
        reverse("organisation:person", args=[cast.staff("hr")]),
        {"role": "general_manager", "clearance": "4", "status": "active"},
    )
    assert answer.status_code == 403
    assert "自己的事不能自己批" in pages.text(answer)
    unchanged = Staff.objects.get(pk=cast.staff("hr"))
    assert (unchanged.role, unchanged.clearance) == ("hr", 2)
    event = pages.entries(Action.STAFF_CHANGE)[-1]
    assert event["outcome"] == "denied"
    listed = waiting("auditor")
    assert event["id"] in listed
    assert "紧急" in listed
    shell = pages.text(as_("auditor").get(reverse("oversight:health")))
    assert re.search(r'href="/oversight/events/"(?:(?!</a>).)*1(?:(?!</a>).)*</a>', shell, re.DOTALL)


def test_others_who_try_to_change_posts_are_listed_too(database: str) -> None:
    assert try_to_rise(as_("manager"), "counter") == 403
    assert pages.entries(Action.STAFF_CHANGE)[-1]["id"] in waiting()


def test_what_was_looked_into_waits_no_more_and_says_by_whom(database: str) -> None:
    try_to_rise(as_("hr"), "hr")
    event = pages.entries(Action.STAFF_CHANGE)[-1]["id"]
    officer = as_("officer")
    assert review(officer, event) == 302
    page = pages.text(officer.get(EVENTS))
    assert page.count(event) == 1  # among those looked into
    assert "员工36" in page.partition("已处理</h2>")[2]
    assert pages.entries(Action.EVENT_REVIEW)[-1]["subjects"] == [f"entry:{event}"]
    assert review(officer, event) == 404, "once is enough"


def test_nobody_closes_her_own_event(database: str) -> None:
    as_("officer")
    officer = as_("officer")
    event = pages.entries(Happening.SESSION_REPLACED)[-1]["id"]
    assert review(officer, event) == 403
    assert event in waiting("auditor")
    assert review(as_("auditor"), event) == 302


@pytest.mark.parametrize("name", ["counter", "manager", "hr", "general_manager"])
def test_only_watchers_close_events(database: str, name: str) -> None:
    as_("officer"), as_("officer")
    event = pages.entries(Happening.SESSION_REPLACED)[-1]["id"]
    assert review(as_(name), event) == 403


def test_an_ordinary_entry_is_no_event(database: str) -> None:
    assert review(as_("auditor"), pages.entries()[0]["id"]) == 404


def test_an_altered_value_stays_closed_and_is_urgent(home: Home, database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    conninfo = psycopg.conninfo.make_conninfo(postgres.superuser_conninfo(home), dbname=database)
    with psycopg.connect(conninfo, autocommit=True) as admin:
        changed = admin.execute(
            "UPDATE vault_sealedvalue SET ciphertext = set_byte(ciphertext, length(ciphertext) - 1,"
            " get_byte(ciphertext, length(ciphertext) - 1) # 1) WHERE subject_id = %s AND item = 'phone'",
            [cast.resident(cast.OWNER)],
        ).rowcount
    assert changed == len(cast.OWNER.phones)
    answer = pages.reveal(clerk, "phone")
    assert cast.OWNER.phones[0] not in pages.text(answer)
    event = pages.entries(Action.ITEM_REVEAL)[-1]
    assert event["outcome"] == "failed"
    assert event["id"] in waiting()
    assert "紧急" in waiting()

"""Drill: forged and copied sessions, and forms that are sent twice."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.organisation.sessions import cookie_for
from lindun.requests.models import Task
from tests import cast, pages
from tests.matrix import stage
from tests.pages import HTMX
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.drill
COOKIE = settings.SESSION_COOKIE_NAME


def holding(cookie: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = cookie
    return client


def is_let_in(client: Client) -> bool:
    return client.get("/residents/").status_code == 200


def test_a_session_key_read_from_the_database_is_no_cookie(database: str) -> None:
    clerk = as_("counter")
    assert is_let_in(clerk)
    for session in Session.objects.all():
        key = session.session_key
        for forged in (
            key,
            f"{key}:",
            f"{key}:{'A' * 43}",
            f"{key}:{key}",
            cookie_for(key)[:-1],
            cookie_for(key)[1:],
        ):
            assert not is_let_in(holding(forged)), forged


def test_a_signature_is_good_for_its_own_key_only(database: str) -> None:
    first, second = (as_(name).cookies[COOKIE].value for name in ("counter", "guard"))
    swapped = f"{first.partition(':')[0]}:{second.partition(':')[2]}"
    assert not is_let_in(holding(swapped))


def test_a_cookie_kept_from_before_signing_out_is_worth_nothing(database: str) -> None:
    clerk = as_("counter")
    kept = clerk.cookies[COOKIE].value
    assert clerk.post(reverse("account_logout")).status_code == 302
    assert not is_let_in(holding(kept))


def test_a_cookie_kept_from_before_suspension_is_worth_nothing(database: str) -> None:
    guard = as_("guard")
    kept = guard.cookies[COOKIE].value
    assert is_let_in(guard)
    as_("hr").post(reverse("organisation:suspend", args=[cast.staff("guard")]))
    assert not is_let_in(holding(kept))
    assert Staff.objects.get(user__username="guard").status == "suspended"


def test_a_task_that_is_closed_twice_is_closed_once(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    with everywhere():
        task = Task.objects.get()
    address = reverse("requests:task_close", args=[task.pk])
    times = []
    for _again in range(2):
        assert clerk.post(address).status_code == 302
        with everywhere():
            times.append(Task.objects.get().closed_at)
    assert times[0] == times[1]


def test_forms_that_decide_something_decide_it_once(database: str) -> None:
    """The second sending is turned away, changes nothing and stands in the ledger."""
    officer = as_("officer")
    for name, build in (("catalogue:settle", "classification"), ("oversight:review", "event")):
        address = reverse(name, args=[stage.ARGUMENTS[build]("officer")])
        officer = as_("officer") if name == "oversight:review" else officer
        assert officer.post(address).status_code == 302, name
        before = len(pages.entries())
        assert officer.post(address).status_code == 404, name
        assert [entry["outcome"] for entry in pages.entries()[before:]] == ["denied"], name


def test_a_change_is_not_decided_again(database: str) -> None:
    from lindun.catalogue.models import Change

    officer = as_("officer")
    change = UUID(str(stage.ARGUMENTS["change"]("officer")))
    address = reverse("catalogue:decide", args=[change])
    officer.post(address, {"decision": "refuse"})
    officer.post(address, {"decision": "approve"})
    assert Change.objects.get(pk=change).state == "refused"
    assert [entry["outcome"] for entry in pages.entries(Action.CHANGE_DECIDE)] == ["done", "failed"]


def test_a_reveal_sent_again_after_the_task_is_over_opens_nothing(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    assert pages.reveal(clerk, "phone").status_code == 200
    with everywhere():
        task = Task.objects.get()
    clerk.post(reverse("requests:task_close", args=[task.pk]))
    again = clerk.post(pages.reveal_url("phone"), headers=HTMX)
    assert again.status_code == 403
    assert not any(phone in pages.text(again) for phone in cast.OWNER.phones)

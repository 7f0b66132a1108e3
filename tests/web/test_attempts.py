"""Printing and copying: refused, in the ledger once a minute, by page and never by value."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lindun.gate import attempts
from lindun.gate.vocabulary import Action
from tests import cast
from tests.pages import entries, text
from tests.sharing import bearers
from tests.signin import as_

HOUSEHOLD = "page.residents.household"


def told(browser: Client, act: str, page: str, **more: Any) -> int:
    return int(browser.post(reverse("web:attempt"), {"act": act, "page": page}, **more).status_code)


def household() -> str:
    return reverse("residents:household", args=[cast.dwelling(cast.OWNER)])


def test_an_attempt_is_refused_and_stands_in_the_ledger_without_ids(database: str) -> None:
    assert told(as_("counter"), "print", household()) == 403
    (entry,) = entries(Action.PAGE_PRINT)
    assert (entry["outcome"], entry["actor"]) == ("denied", f"staff:{cast.staff('counter')}")
    assert entry["reasons"] == ["action.not_for_role", HOUSEHOLD]
    assert "subjects" not in entry or not entry["subjects"]


def test_the_same_attempt_is_written_once_a_minute(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = as_("counter")
    for _again in range(3):
        assert told(counter, "print", household()) == 403
    assert told(counter, "print", reverse("requests:desk")) == 403
    assert told(counter, "copy", household()) == 403
    assert told(as_("manager"), "print", household()) == 403
    assert [len(entries(act)) for act in (Action.PAGE_PRINT, Action.VALUE_COPY)] == [3, 1]
    monkeypatch.setattr(attempts, "AGAIN_AFTER", attempts.AGAIN_AFTER * 0)  # the minute is over
    assert told(counter, "print", household()) == 403
    assert len(entries(Action.PAGE_PRINT)) == 4


def test_nobody_has_a_permit_to_print(database: str) -> None:
    for who in cast.PEOPLE:
        if who != "leaver":
            assert told(as_(who), "print", household()) == 403


@pytest.mark.parametrize(
    ("act", "page"),
    [("look", "/residents/"), ("print", "/nothing/here/"), ("print", "17012345678"), ("", "")],
)
def test_what_is_no_attempt_or_no_page_is_not_written(database: str, act: str, page: str) -> None:
    before = len(entries())
    assert told(as_("counter"), act, page) == 404
    assert len(entries()) == before + 1  # that she signed in


def test_an_attempt_needs_the_page_it_comes_from(database: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.SESSION_COOKIE_NAME] = as_("counter").cookies[settings.SESSION_COOKIE_NAME].value
    assert told(strict, "print", household()) == 403
    assert entries(Action.PAGE_PRINT) == []


def test_the_watchers_read_which_page_it_was(database: str) -> None:
    told(as_("counter"), "print", household())
    page = text(as_("auditor").get(reverse("oversight:ledger")))
    assert "打印页面" in page
    assert "住户" in page
    assert HOUSEHOLD not in page


def test_a_bearer_of_a_link_is_told_of_too(database: str) -> None:
    made = bearers.sent("counter")
    browser = bearers.proved(made)
    address = reverse("link:attempt", args=[made.link.pk])
    order = reverse("link:order", args=[made.link.pk])
    assert address in text(browser.get(order))
    assert browser.post(address, {"act": "print", "page": order}).status_code == 403
    (entry,) = entries(Action.PAGE_PRINT)
    assert entry["actor"] == f"link:{made.link.pk}"
    assert Client().post(address, {"act": "print", "page": order}).status_code == 403
    assert len(entries(Action.PAGE_PRINT)) == 1


def test_an_approved_text_alone_is_meant_for_paper(database: str) -> None:
    from tests.notices.arrears import submitted

    waiting = reverse("notices:one", args=[submitted().pk])
    assert "data-paper" not in text(as_("manager").get(waiting))
    notice = submitted()
    said = {"decision": "approve", "seen": notice.digest}
    manager = as_("manager")
    manager.post(reverse("notices:decide", args=[notice.pk]), said)
    assert " data-paper>" in text(manager.get(reverse("notices:one", args=[notice.pk])))

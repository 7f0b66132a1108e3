"""A screen that is left: the house locks it by its own clock, and opens nothing until it is unlocked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import Error
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun.accounts import actions as account_actions
from lindun.cli.demo_company import current_code
from lindun.gate.vocabulary import Happening
from lindun.organisation.models import Desk
from tests import cast, pages
from tests.accounts.barred import met_elsewhere
from tests.organisation.second_accounts import second_account
from tests.signin import as_

UNLOCK = "account_unlock"
OPEN = {UNLOCK, "account_logout", "account_switch", "account_lock"}


Clock = Callable[..., None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`clock(minutes=3)`: so much later than the test began."""
    begun = timezone.now()

    def later(**much: float) -> None:
        moved: datetime = begun + timedelta(**much)
        monkeypatch.setattr(timezone, "now", lambda: moved)

    return later


def is_locked(client: Client) -> bool:
    return client.get("/notifications/").headers.get("Location", "").startswith(reverse(UNLOCK))


def unlock(client: Client, **typed: str) -> int:
    return client.post(reverse(UNLOCK), {"next": "/notifications/", **typed}).status_code


@pytest.mark.req("ACC-14")
def test_after_three_idle_minutes_nothing_opens_until_she_proves_it_is_her(
    database: str, clock: Clock
) -> None:
    counter = as_("counter", stays=False)
    clock(minutes=2, seconds=59)
    assert pages.household(counter).status_code == 200
    clock(minutes=6, seconds=30)
    assert met_elsewhere(counter, bar=UNLOCK, still_open=OPEN) == {}
    page = pages.text(counter.get(reverse(UNLOCK)))
    assert "nav-link" not in page
    assert unlock(counter, password="Wrong-horse-7") == 422
    assert is_locked(counter)
    assert unlock(counter, password=cast.PASSWORD) == 302
    assert pages.household(counter).status_code == 200


def test_what_the_page_does_by_itself_is_no_sign_of_life_and_what_a_person_does_is(
    database: str, clock
) -> None:  # type: ignore[no-untyped-def]
    officer = as_("officer", stays=False)
    for minute in (1, 2, 3):
        clock(minutes=minute)
        assert officer.get(reverse("oversight:health"), headers=pages.HTMX).status_code == 200
    clock(minutes=3, seconds=20)
    assert is_locked(officer)
    counter = as_("counter", stays=False)
    for minute in (5, 7, 9, 11):
        clock(minutes=minute)
        assert counter.post(reverse("account_stay"), headers=pages.HTMX).status_code == 204
    assert not is_locked(counter)


def test_one_key_locks_at_once_and_no_report_of_life_undoes_it(database: str) -> None:
    counter = as_("counter")
    assert counter.post(reverse("account_lock"), headers=pages.HTMX).status_code == 204
    counter.post(reverse("account_stay"), headers=pages.HTMX)
    assert is_locked(counter)
    assert counter.post(reverse("account_lock")).headers["Location"].startswith(reverse(UNLOCK))
    assert unlock(counter, password=cast.PASSWORD) == 302
    assert not is_locked(counter)
    locked, unlocked = pages.entries(Happening.SESSION_LOCK), pages.entries(Happening.SESSION_UNLOCK)
    assert [entry["reasons"] for entry in locked] == [["desk.left"]]
    assert len(unlocked) == 1
    assert locked[0]["session"] == unlocked[0]["session"]


def test_a_sensitive_post_unlocks_with_its_second_factor(database: str) -> None:
    officer = as_("officer")
    officer.post(reverse("account_lock"))
    assert unlock(officer, password=cast.PASSWORD) == 422
    assert unlock(officer, code="000000") == 422
    assert is_locked(officer)
    assert unlock(officer, code=current_code(cast.TOTP_SECRET)) == 302
    assert not is_locked(officer)


def test_trying_passwords_at_a_locked_screen_is_counted_and_recorded(database: str) -> None:
    counter = as_("counter")
    counter.post(reverse("account_lock"))
    for guess in range(6):
        assert unlock(counter, password=f"Wrong-horse-{guess}") == 422
    assert unlock(counter, password=cast.PASSWORD) == 422
    assert len(pages.entries(Happening.SIGNIN_FAILED)) == 5
    assert len(pages.entries(Happening.SIGNIN_LOCKED)) == 1
    cache.clear()
    assert unlock(counter, password=cast.PASSWORD) == 302


def test_a_lock_leads_back_to_the_page_and_to_no_other_house(database: str) -> None:
    counter = as_("counter")
    counter.post(reverse("account_lock"))
    # What stood behind the question mark may be what somebody searched for: it is not carried along.
    assert counter.get("/questions/?page=2").headers["Location"] == f"{reverse(UNLOCK)}?next=/questions/"
    typed = {"password": cast.PASSWORD, "next": "https://elsewhere.example/"}
    assert counter.post(reverse(UNLOCK), typed).headers["Location"] == "/"


def test_somebody_else_takes_the_screen_and_the_session_before_is_over(database: str) -> None:
    counter = as_("counter")
    kept = counter.cookies.output()
    counter.post(reverse("account_lock"))
    assert counter.post(reverse("account_switch")).headers["Location"] == reverse("account_login")
    page = counter.get(reverse("account_login"))
    assert cast.OWNER.name not in pages.text(page)
    assert page.headers["Cache-Control"] == "no-store"
    counter.post(reverse("account_login"), {"login": "guard", "password": cast.PASSWORD})
    assert counter.get("/notifications/").status_code == 200
    old = Client()
    old.cookies.load(kept.replace("Set-Cookie: ", ""))
    assert old.get("/notifications/").headers["Location"].startswith(reverse("account_login"))
    assert [entry["actor"] for entry in pages.entries(Happening.SESSION_END)] == [
        f"staff:{cast.staff('counter')}"
    ]


def test_the_company_chooses_how_long_within_bounds(database: str, clock: Clock) -> None:
    account_actions.change_rules(cast.identity("officer"), password_days=90, lock_minutes=15)
    counter = as_("counter", stays=False)
    clock(minutes=14)
    assert not is_locked(counter)
    clock(minutes=30)
    assert is_locked(counter)
    for password_days, lock_minutes in ((29, 3), (181, 3), (90, 0), (90, 16)):
        with pytest.raises(account_actions.BadRule):
            account_actions.change_rules(
                cast.identity("officer"), password_days=password_days, lock_minutes=lock_minutes
            )


def test_a_lock_cannot_be_lifted_by_sql_from_another_page(database: str) -> None:
    as_("counter").post(reverse("account_lock"))
    with pytest.raises(Error, match="changes only inside a passage"):
        Desk.objects.update(locked_at=None)


def test_whoever_signs_in_with_her_other_account_ends_the_first_session_and_hears_why(database: str) -> None:
    first = as_("guard")
    other = second_account("guard", role="counter")
    second = as_(User.objects.get(staff__pk=other.person).username)
    assert second.get("/notifications/").status_code == 200
    answer = first.get("/notifications/", follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("account_login"))
    assert "另一个账号" in pages.text(answer)
    replaced = pages.entries(Happening.SESSION_REPLACED)[-1]
    assert set(replaced["subjects"]) == {f"staff:{cast.staff('guard')}", f"staff:{other.person}"}


def test_a_second_sign_in_tells_the_first_why_it_is_over(database: str) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        client.post(reverse("account_login"), {"login": "guard", "password": cast.PASSWORD})
    assert second.get("/notifications/").status_code == 200
    assert "在别处登录" in pages.text(first.get("/notifications/", follow=True))

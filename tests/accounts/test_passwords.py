"""Passwords: what they must be, how long they last, and that nothing else opens when one is over."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import Error
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun.accounts import actions as account_actions
from lindun.gate.vocabulary import Action, Happening
from lindun.organisation import actions
from lindun.organisation.actions import Newcomer, Post
from lindun.organisation.models import Company, Password
from tests import cast, pages
from tests.accounts.barred import met_elsewhere
from tests.notifications.told import told
from tests.signin import as_, own_password

CHANGE = "account_change_password"
STILL_OPEN = {"account_logout", "account_switch", "account_lock", "account_stay", CHANGE}
NEW = "Quiet-otter-92"


def sign_in(account: str, password: str = cast.PASSWORD) -> Client:
    """Through the sign-in page, as a browser does."""
    client = Client()
    client.post(reverse("account_login"), {"login": account, "password": password})
    return client


def choose(client: Client, new: str, *, old: str = cast.PASSWORD) -> object:
    typed = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse(CHANGE), typed)


@pytest.mark.req("ACC-02")
def test_an_expired_password_leads_to_the_page_for_changing_it_and_to_nothing_else(database: str) -> None:
    own_password("counter", days_ago=90)
    client = sign_in("counter")
    assert met_elsewhere(client, bar=CHANGE, still_open=STILL_OPEN) == {}
    page = client.get(reverse(CHANGE))
    assert page.status_code == 200
    assert "nav-link" not in pages.text(page)  # no house around it: no menu, no search, no bell
    choose(client, NEW)
    assert client.get(reverse("requests:desk")).status_code == 200


def test_it_lasts_as_many_days_as_the_company_says(database: str) -> None:
    own_password("counter", days_ago=89)
    assert sign_in("counter").get("/").status_code == 200
    account_actions.change_rules(cast.identity("officer"), password_days=60, lock_minutes=3)
    assert sign_in("counter").get("/").headers["Location"].startswith(reverse(CHANGE))


@pytest.mark.parametrize(
    "plain", ["Short-7x", "onlysmallletters", "ONLY-CAPITALS", "12345-67890", "smallletters77"]
)
def test_too_plain_a_password_is_refused(database: str, plain: str) -> None:
    client = sign_in("counter")
    choose(client, plain)
    assert User.objects.get(username="counter").check_password(cast.PASSWORD)


def test_none_of_the_last_five_comes_again_and_the_sixth_may(database: str) -> None:
    chosen = [cast.PASSWORD, *(f"Quiet-otter-{number}" for number in range(5))]
    client, user = sign_in("counter"), User.objects.get(username="counter")
    for old, new in pairwise(chosen):
        cache.clear()
        choose(client, new, old=old)
    user.refresh_from_db()
    for again in chosen[1:]:
        with pytest.raises(ValidationError):
            validate_password(again, user)
    validate_password(chosen[0], user)


def test_a_password_that_somebody_else_made_is_changed_at_the_first_sign_in(database: str) -> None:
    post = Post("guard", 2, "active", frozenset())
    actions.hire(cast.identity("hr"), Newcomer("fresh", "新来的", "0777", post, password=cast.PASSWORD))
    client = sign_in("fresh")
    assert client.get("/notifications/").headers["Location"].startswith(reverse(CHANGE))
    choose(client, NEW)
    assert client.get("/notifications/").status_code == 200
    assert [entry["outcome"] for entry in pages.entries(Happening.PASSWORD_CHANGED)] == ["done"]


def test_an_expired_password_approves_nothing_at_somebody_elses_screen(database: str) -> None:
    from django.test import RequestFactory

    from lindun.organisation.credentials import NotProved, prove

    request = RequestFactory().post("/")
    typed = {"account": "counter", "password": cast.PASSWORD, "code": ""}
    assert prove(request, **typed).staff == cast.staff("counter")
    own_password("counter", days_ago=90)
    with pytest.raises(NotProved):
        prove(request, **typed)


def test_its_age_cannot_be_changed_from_another_page(database: str) -> None:
    with pytest.raises(Error, match="changes only inside a passage"):
        Password.objects.update(set_at=None)
    with pytest.raises(Error, match="changes only inside a passage"):
        Company.objects.update(password_days=180)


def test_the_page_keeps_neither_the_old_nor_the_new_password(database: str) -> None:
    client = as_("counter")
    page = pages.text(choose(client, NEW[:4]))
    assert cast.PASSWORD not in page
    assert NEW[:4] not in page
    assert "密码太短，至少要有 10 个字符。" in page
    assert "你" not in page  # a reader is 您, in what Django says as well


def test_reminders_come_a_fortnight_three_days_and_a_day_before_and_once_each(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_password("counter")
    begun = timezone.now()
    kinds: dict[int, list[str]] = {}
    for day in range(70, 92):
        moved = begun + timedelta(days=day, hours=1)
        monkeypatch.setattr(timezone, "now", lambda moved=moved: moved)
        account_actions.remind()
        kinds[day] = [one.kind for one in told("counter") if one.at == moved]
    said = {day: found for day, found in kinds.items() if found}
    assert said == {76: ["password.soon"], 87: ["password.days"], 89: ["password.tomorrow"]}


def test_personnel_gives_a_new_password_that_is_changed_at_once_and_never_to_herself(database: str) -> None:
    counter, hr = as_("counter"), as_("hr")
    page = pages.text(hr.post(reverse("accounts:new_password", args=[cast.staff("counter")])))
    found = re.search(r"<code>((?:\w{4}-){3}\w{4})</code>", page)
    assert found
    assert counter.get("/notifications/").status_code == 302
    assert sign_in("counter").get("/").headers["Location"].startswith(reverse("account_login"))
    client = sign_in("counter", found[1])
    assert client.get("/").headers["Location"].startswith(reverse(CHANGE))
    choose(client, NEW, old=found[1])
    assert client.get("/").status_code == 200
    entry = pages.entries(Action.STAFF_CHANGE)[-1]
    assert entry["reasons"] == ["password.given"]
    assert found[1] not in str(pages.entries())
    assert hr.post(reverse("accounts:new_password", args=[cast.staff("hr")])).status_code == 403


def test_the_officer_sets_the_rules_within_bounds_and_the_ledger_shows_both_sides(database: str) -> None:
    officer, address = as_("officer"), reverse("accounts:rules")
    assert officer.post(address, {"password_days": 20, "lock_minutes": 99}).status_code == 422
    assert officer.post(address, {"password_days": 60, "lock_minutes": 5}).status_code == 302
    assert pages.entries(Action.RULES_CHANGE)[-1]["reasons"] == [
        "before.password.d90", "before.lock.m3", "after.password.d60", "after.lock.m5",
    ]  # fmt: skip
    assert 'data-lock-after="5"' in pages.text(officer.get(address))

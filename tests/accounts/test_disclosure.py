"""A password in a text is gone before it is saved, is over at once, and its owner knows."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lindun.accounts import disclosure, spotting
from lindun.config import postgres
from lindun.config.home import Home
from lindun.gate.vocabulary import Happening
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Password
from lindun.residents import taking_in
from tests import cast, pages
from tests.notifications.told import told
from tests.residents import bringing
from tests.signin import as_

REMARK = f"我的账号借你用，{cast.PASSWORD}，用完告诉我"


def is_over(name: str) -> bool:
    return Password.objects.get(staff__user__username=name).set_at is None


def contents(home: Home, database: str) -> str:
    """Every row of every table, read past row security."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as connection:
        names = [name for (name,) in connection.execute(tables).fetchall()]
        rows = (connection.execute(f"SELECT t::text FROM {name} t").fetchall() for name in names)
        return "\n".join(text for table in rows for (text,) in table)


def ask(client: Client, text: str) -> Any:
    typed = {"screen": "requests:desk", "back": "/", "text": text}
    return client.post(reverse("questions:ask"), typed)


@pytest.mark.req("ACC-03")
def test_a_password_in_a_remark_is_gone_once_saved_and_its_owner_chooses_another(
    database: str, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    counter = as_("counter")
    assert ask(counter, REMARK).status_code == 302
    stored = contents(home, database)
    assert cast.PASSWORD not in stored
    assert "我的账号借你用，******，用完告诉我" in stored
    assert is_over("counter")
    over = counter.get("/notifications/", follow=True)
    assert over.redirect_chain[0][0].startswith(reverse("account_login"))
    assert "写了自己的密码" in pages.text(over)
    again = Client()
    again.post(reverse("account_login"), {"login": "counter", "password": cast.PASSWORD})
    assert again.get("/").headers["Location"].startswith(reverse("account_change_password"))
    assert [one.kind for one in told("counter")] == [Kind.PASSWORD_DISCLOSED]
    (entry,) = pages.entries(Happening.PASSWORD_DISCLOSED)
    assert entry["subjects"] == [f"staff:{cast.staff('counter')}"]
    assert cast.PASSWORD not in caplog.text


@pytest.mark.req("ACC-03")
def test_a_password_in_an_uploaded_file_is_gone_once_taken_in(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed: list[str] = []

    def enter(passage: Any, *, people: list[Any], **more: Any) -> None:
        sealed.extend(value.plaintext for person in people for value in person.values)
        taking_in_chunk(passage, people=people, **more)

    taking_in_chunk = taking_in.enter_chunk
    monkeypatch.setattr(taking_in, "enter_chunk", enter)
    rows = [(*bringing.PEOPLE[0][:7], f"系统用 {cast.PASSWORD} 登录"), *bringing.PEOPLE[1:]]
    bringing.bring(as_("officer"), bringing.table(rows))
    assert "系统用 ****** 登录" in sealed
    assert not any(cast.PASSWORD in value for value in sealed)
    assert is_over("officer")
    assert [one.kind for one in told("officer")] == [Kind.PASSWORD_DISCLOSED]


def test_no_form_is_forgotten(database: str, home: Home) -> None:
    counter = as_("counter")
    pages.open_repair(counter, summary=f"漏水 {cast.PASSWORD}")
    assert cast.PASSWORD not in contents(home, database)
    assert is_over("counter")
    cashier = as_("cashier")
    pages.search(cashier, cast.PASSWORD)
    assert is_over("cashier")


def test_a_password_of_a_colleague_who_is_named_beside_it_is_over_too(database: str) -> None:
    supervisor = as_("supervisor")
    ask(supervisor, f"柜台 counter 的密码是{cast.PASSWORD}")
    assert not User.objects.get(username="counter").has_usable_password()  # the supervisor knows it
    assert is_over("supervisor")  # in the cast all have the same
    assert not is_over("cashier")


def test_writing_is_no_way_of_guessing_a_colleagues_password(database: str) -> None:
    supervisor = cast.identity("supervisor")
    for number in range(disclosure.TRIED_OF_ANOTHER):
        disclosure.clear(supervisor, f"counter 密码：Wrong-horse-{number}")
    assert disclosure.clear(supervisor, f"counter 密码：{cast.PASSWORD}").text == "counter 密码：******"
    assert User.objects.get(username="counter").has_usable_password()


def test_somebody_elses_password_is_not_tried_unless_it_is_called_one(database: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        tried: list[Any] = []
        patched.setattr(disclosure, "check_password", lambda word, _hash: tried.append(word) or False)
        disclosure.clear(cast.identity("supervisor"), "柜台 counter 用 Abc-def-1234")
        assert tried == ["Abc-def-1234"]
        disclosure.clear(cast.identity("supervisor"), "柜台 counter 密码：Abc-def-1234")
        assert tried == ["Abc-def-1234"] * 3  # she and the counter, as what looks like one and is called one


def test_what_a_text_and_a_person_may_cause_is_bounded(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(disclosure, "check_password", lambda word, _hash: bool(tried.append(word)))
    text = " ".join(f"Abcdef-{number:04}" for number in range(1000))
    disclosure.clear(cast.identity("counter"), text)
    assert len(tried) == disclosure.TRIED
    for _again in range(10):
        disclosure.clear(cast.identity("counter"), text)
    assert len(tried) == disclosure.TRIED_LATELY
    cache.clear()


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("门禁密码：852369#，进门左转", "门禁密码：******，进门左转"),
        ("工号0031 密码 abc12345", "工号0031 密码 ******"),
        ("Password: hunter22!", "Password: ******"),
        ("密码忘记了，找人事", "密码忘记了，找人事"),
        ("password change page", "password change page"),
        ("请在3栋2单元处理漏水", "请在3栋2单元处理漏水"),
    ],
)
def test_what_is_called_a_password_goes_whosever_it_is(database: str, text: str, cleared: str) -> None:
    assert disclosure.clear(cast.identity("counter"), text) == disclosure.Cleared(cleared, 0)
    assert not is_over("counter")


@pytest.mark.parametrize(
    "text",
    [
        "3f2a8c1e-0b7d-4c55-9a54-2f6d1c0e7b11",
        "/residents/household/3f2a8c1e-0b7d-4c55-9a54-2f6d1c0e7b11/",
        "2026-11-22T10:30",
        "SQ-1122-4821",
        "https://example.com/Page?x=1",
        "16512345678",
    ],
)
def test_what_forms_carry_is_not_tried(text: str) -> None:
    assert spotting.spot(text).alike == ()


def test_nothing_that_holds_a_password_says_it() -> None:
    told = f"{spotting.spot(REMARK)!r} {disclosure.Cleared(REMARK, 1)!r}"
    assert cast.PASSWORD not in told

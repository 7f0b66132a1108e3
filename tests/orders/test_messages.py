"""Work orders as signed messages: opened, changed, closed; and everything that is not taken."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from lindun.gate.vocabulary import Action, Happening
from lindun.orders import actions
from lindun.orders.models import Received
from lindun.requests.models import Alert, Task
from tests import cast
from tests.notifications.told import told
from tests.orders import sending
from tests.orders.sending import order
from tests.pages import choose, entries, household, reveal, text
from tests.scoped import everywhere
from tests.signin import as_


def tasks() -> list[Task]:
    with everywhere():
        return list(Task.objects.select_related("holder__user", "dwelling").order_by("opened_at"))


def test_an_order_is_one_click_while_it_is_open_and_ends_when_it_closes(database: str) -> None:
    system, clerk = sending.sender(), as_("counter")
    answer = system.post(order())
    assert answer.status_code == 201
    said = answer.json()
    (task,) = tasks()
    assert said == {"task": task.number, "became": "opened", "masked": []}
    assert (task.holder.user.username, task.purpose_id, task.summary) == ("counter", "repair", "厨房漏水")
    household(clerk)
    assert cast.OWNER.phones[0] in text(reveal(clerk, "phone"))

    assert system.post({"number": "GD-2026-0117", "state": "closed"}).json()["became"] == "closed"
    refused = reveal(clerk, "phone")
    assert refused.status_code == 403
    assert cast.OWNER.phones[0] not in text(refused)
    choose(clerk, "purpose:repair")
    assert reveal(clerk, "phone").status_code == 403


def test_the_entries_name_the_system(database: str) -> None:
    system = sending.sender()
    system.post(order())
    system.post(order(state="closed"))
    opened, closed = entries(Action.ORDER_ASSIGN)
    assert {opened["actor"], closed["actor"]} == {f"client:{system.system.pk}"}
    assert (opened["reasons"], closed["reasons"]) == (["order.opened"], ["order.closed"])
    assert opened["purpose"] == "repair"
    assert f"staff:{cast.staff('counter')}" in opened["subjects"]
    assert "报修平台（工单系统）" in text(as_("auditor").get("/oversight/ledger/"))


def test_the_same_order_any_number_of_times_is_one_task(database: str) -> None:
    system = sending.sender()
    said = [system.post(order()).json() for _again in range(3)]
    assert [one["became"] for one in said] == ["opened", "unchanged", "unchanged"]
    assert len({one["task"] for one in said}) == len(tasks()) == 1


def test_an_order_changes_words_and_hands(database: str) -> None:
    system = sending.sender()
    system.post(order())
    assert system.post(order(summary="厨房和卫生间漏水", assignee="repair")).json()["became"] == "changed"
    (task,) = tasks()
    assert (task.holder.user.username, task.summary) == ("repair", "厨房和卫生间漏水")
    assert told("repair")[-1].reference == task.number
    assert reveal(as_("counter"), "phone").status_code == 403


def test_a_lapsed_order_goes_on_when_it_is_sent_again(database: str) -> None:
    system = sending.sender()
    system.post(order())
    with everywhere(action=Action.TASK_OPEN):
        Task.objects.update(closes_at=F("opened_at"))
    assert system.post(order()).json()["became"] == "changed"
    assert tasks()[0].closes_at > tasks()[0].opened_at


def test_a_closed_order_stays_closed(database: str) -> None:
    system = sending.sender()
    system.post(order())
    system.post(order(state="closed"))
    assert system.post(order(state="closed")).json()["became"] == "unchanged"
    again = system.post(order())
    assert (again.status_code, again.json()["error"]["code"]) == (409, "order_closed")


def test_numbers_may_come_in_full_width(database: str) -> None:
    system = sending.sender()
    answer = system.post(order(building="３栋", unit="２", room="１２０１"))
    assert (answer.status_code, answer.json()["became"]) == (201, "opened")


UNFIT: list[tuple[dict[str, Any], str, str]] = [
    ({"building": "9"}, "building_unknown", "building"),
    ({"unit": "7"}, "unit_unknown", "unit"),
    ({"room": "9999"}, "room_unknown", "room"),
    ({"community": "没有的小区"}, "community_unknown", "community"),
    ({"community": cast.OTHER_COMMUNITY[1], "building": "1"}, "building_unknown", "building"),
    ({"kind": "nothing"}, "kind_unknown", "kind"),
    ({"assignee": "officer"}, "assignee_unknown", "assignee"),
    ({"assignee": "leaver"}, "assignee_unknown", "assignee"),
    ({"assignee": "stranger"}, "assignee_unknown", "assignee"),
    ({"number": cast.OWNER.phones[0]}, "number_unfit", "number"),
    ({"number": "GD 1"}, "number_unfit", "number"),
    ({"summary": " "}, "field_missing", "summary"),
    ({"summary": "x" * 501}, "field_unfit", "summary"),
    ({"summary": "a\u0000b"}, "field_unfit", "summary"),
    ({"state": "paused"}, "state_unknown", "state"),
    ({"state": "closed"}, "order_unknown", "number"),
    ({"phone": cast.OWNER.phones[0]}, "field_unknown", "message"),
    ({"room": ["1201"]}, "field_unfit", "room"),
]


def test_what_does_not_fit_is_named_and_opens_nothing(database: str) -> None:
    system = sending.sender()
    for other, code, field in UNFIT:
        answer = system.post(order(**other))
        said = answer.json()["error"]
        assert (answer.status_code, said["code"], said["field"]) == (422, code, field), other
        assert cast.OWNER.phones[0] not in answer.content.decode()
    assert tasks() == []


def test_what_is_no_message_is_said(database: str) -> None:
    system = sending.sender()
    for body in (b"", b"[]", b"{", b"\xff\xfe", b'{"a": 1, "a": 2}', b"[" * 5000):
        answer = system.post(body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_json"), body[:9]


def test_personal_data_in_its_words_is_masked_and_reported(database: str) -> None:
    answer = sending.sender().post(order(summary=f"请打{cast.OWNER.phones[0]}找{cast.OWNER.name}"))
    assert "phone" in answer.json()["masked"]
    assert cast.OWNER.phones[0] not in tasks()[0].summary
    with everywhere():
        assert Alert.objects.filter(reference=tasks()[0].number).exists()
    assert entries(Happening.OVERCOLLECTION)[-1]["actor"].startswith("client:")


def refused_with(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert tasks() == []
    assert entries(Happening.SYSTEM_REFUSED)[-1]["reasons"] == [code]


def test_a_message_counts_once(database: str) -> None:
    system = sending.sender()
    body = json.dumps(order(number="")).encode()
    headers = system.headers(body)
    assert system.deliver(body, headers).status_code == 422
    refused_with(system.deliver(body, headers), 409, "system.replayed")


def test_what_was_signed_is_this_message_at_this_address_now(database: str) -> None:
    system = sending.sender()
    body = json.dumps(order()).encode()
    good = system.headers(body)
    for wrong in (
        {**good, "Lindun-Signature": "0" * 64},
        {**good, "Lindun-Time": str(int(good["Lindun-Time"]) + 1)},
        {**good, "Lindun-Nonce": "0" * 24},
        system.headers(body, path="/api/other/"),
        system.headers(b"{}"),
    ):
        refused_with(system.deliver(body, wrong), 401, "system.bad_signature")
    assert entries(Happening.SYSTEM_REFUSED)[-1]["actor"] == "system.anonymous"
    for late in (-310, 310):  # the second may change on the way
        when = str(int(time.time()) + late)
        refused_with(system.deliver(body, system.headers(body, time=when)), 401, "system.out_of_time")


def test_a_message_without_one_of_its_headers_is_turned_away(database: str) -> None:
    system = sending.sender()
    body = json.dumps(order()).encode()
    for missing in ("Lindun-Key", "Lindun-Time", "Lindun-Nonce", "Lindun-Signature"):
        headers = {name: value for name, value in system.headers(body).items() if name != missing}
        refused_with(system.deliver(body, headers), 401, "system.not_signed")


def test_a_key_nobody_knows_and_one_nobody_took_open_nothing(database: str) -> None:
    system, waiting = sending.sender(), sending.agreed()
    body = json.dumps(order()).encode()
    for unknown in ("00000000-0000-0000-0000-000000000000", str(waiting.pk)):
        headers = system.headers(body) | {"Lindun-Key": unknown}
        refused_with(system.deliver(body, headers), 401, "system.unknown")


def test_a_withdrawn_key_and_one_that_ran_out_open_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sending.sender(), sending.sender()
    actions.revoke(cast.identity("general_manager"), system=first.system.pk)
    refused_with(first.post(order()), 403, "system.not_in_force")
    later = second.system.expires_at
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    refused_with(second.post(order()), 403, "system.not_in_force")


def test_a_system_that_sends_too_much_waits(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lindun.orders.door.MOST_A_MINUTE", 2)
    system = sending.sender()
    assert [system.post(order()).status_code for _again in range(2)] == [201, 200]
    answer = system.post(order())
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "system.too_many")


def test_a_long_message_is_not_read(database: str) -> None:
    refused_with(sending.sender().post(b" " * (16 * 1024 + 1)), 413, "system.too_long")


def test_two_at_once_under_one_number_are_one_task(database: str) -> None:
    system = sending.sender()
    answers: list[dict[str, Any]] = []

    def send() -> None:
        try:
            answers.append(system.post(order()).json())
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one["became"] for one in answers) == ["opened", "unchanged", "unchanged", "unchanged"]
    assert len(tasks()) == 1
    with everywhere():
        assert Received.objects.count() == 1


def test_numbers_of_one_system_are_nothing_to_another(database: str) -> None:
    first, second = sending.sender(), sending.sender()
    first.post(order())
    assert (
        second.post({"number": "GD-2026-0117", "state": "closed"}).json()["error"]["code"] == "order_unknown"
    )
    assert second.post(order()).json()["became"] == "opened"
    assert len(tasks()) == 2

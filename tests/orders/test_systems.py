"""Keys of work-order systems: two people, shown once, frozen, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.orders import actions
from lindun.orders.actions import BadSystem
from lindun.orders.models import Nonce, System
from tests import cast
from tests.orders import sending
from tests.organisation.second_accounts import second_account
from tests.pages import community, entries, text
from tests.scoped import everywhere
from tests.signin import as_


def test_a_key_takes_two_people_and_is_shown_once(database: str) -> None:
    officer, chief = as_("officer"), as_("general_manager")
    data = {"name": "报修平台", "communities": [str(community())], "days": "90"}
    page = officer.post(reverse("orders:new"), data)["Location"]
    system = System.objects.get()
    address = {name: reverse(f"orders:{name}", args=[system.pk]) for name in ("decide", "take", "revoke")}

    officer.post(address["take"])
    assert System.objects.get().key is None
    assert officer.post(address["decide"], {"decision": "approve"}).status_code == 403
    chief.post(address["decide"], {"decision": "approve"})
    assert chief.post(address["take"]).status_code == 403
    shown = officer.post(address["take"])
    system.refresh_from_db()
    assert shown.status_code == 200
    key = text(shown).partition('spellcheck="false" value="')[2].partition('"')[0]
    assert len(key) == 43
    assert key.encode() not in bytes(system.key)
    assert key not in text(officer.get(page))
    assert key not in text(officer.post(address["take"], follow=True))
    chief.post(address["revoke"])
    assert "已停用" in text(officer.get(page))
    done = [entry["action"] for entry in entries() if entry["outcome"] == "done"]
    assert [action for action in done if action.startswith("orders.system")] == [
        Action.SYSTEM_PROPOSE,
        Action.SYSTEM_DECIDE,
        Action.SYSTEM_TAKE,
        Action.SYSTEM_REVOKE,
    ]


def test_one_person_with_two_accounts_is_one(database: str) -> None:
    other = second_account("officer", role="general_manager")
    system = sending.proposed()
    with pytest.raises(gate.Denied) as refused:
        actions.decide(other, system=system.pk, approve=True)
    assert "people.proposed_it" in refused.value.decision.reasons


def test_what_cannot_be_proposed_is_said(database: str) -> None:
    here = [community()]
    phone = f"打{cast.OWNER.phones[0]}"
    unfit = [("", here, 30), (" ", here, 30), (phone, here, 30), ("x" * 31, here, 30), ("好", [], 30)]
    for name, communities, days in [*unfit, ("好", here, 3650), ("好", [*here, 9999], 30)]:
        with pytest.raises(BadSystem):
            actions.propose(cast.identity("officer"), name=name, communities=communities, days=days)
    assert not System.objects.exists()


def test_nobody_decides_or_withdraws_twice(database: str) -> None:
    system = sending.agreed()
    with pytest.raises(BadSystem):
        actions.decide(cast.identity("general_manager"), system=system.pk, approve=False)
    actions.revoke(cast.identity("officer"), system=system.pk)
    with pytest.raises(BadSystem):
        actions.revoke(cast.identity("officer"), system=system.pk)
    with pytest.raises(BadSystem):
        actions.take(cast.identity("officer"), system=system.pk)


INJECTED = [
    ("", "UPDATE orders_system SET revoked_at = now()"),
    (Action.ORDER_ASSIGN, "UPDATE orders_system SET communities = '{1,2}'"),
    (Action.SYSTEM_DECIDE, "UPDATE orders_system SET communities = '{1,2}'"),
    (Action.SYSTEM_DECIDE, "UPDATE orders_system SET expires_at = expires_at + interval '1 year'"),
    (Action.SYSTEM_REVOKE, "UPDATE orders_system SET revoked_at = NULL, revoked_by_id = NULL"),
    (Action.SYSTEM_TAKE, "UPDATE orders_system SET key = '\\x00'"),
    (Action.SYSTEM_REVOKE, "DELETE FROM orders_system"),
    (Action.TASK_OPEN, "INSERT INTO orders_received SELECT * FROM orders_received"),
]


def test_injected_sql_changes_no_key(database: str) -> None:
    system = sending.sender().system
    actions.revoke(cast.identity("officer"), system=system.pk)
    before = System.objects.values().get()
    for action, sql in INJECTED:
        with pytest.raises(DatabaseError), everywhere(action=action):
            connection.cursor().execute(sql)
        assert System.objects.values().get() == before


def test_old_nonces_are_cleared_away(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    system = sending.sender()
    system.post(sending.order())
    later = Nonce.objects.get().at + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    system.post(sending.order())
    assert Nonce.objects.count() == 1

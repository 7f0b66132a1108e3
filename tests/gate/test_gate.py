"""The gate against the real database: what opens, what stays closed, and what the ledger says of it."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from lindun import gate
from lindun.gate import Action, Identity
from lindun.gate.vocabulary import Happening
from lindun.requests import actions as tasks
from lindun.residents import queries as residents
from lindun.residents.models import Resident
from tests import cast


def entries() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry ORDER BY id")
        return [json.loads(body) for (body,) in cursor.fetchall()]


def open_repair(who: Identity, person: cast.Character = cast.OWNER) -> str:
    task, _found = tasks.open_task(who, dwelling=cast.dwelling(person), purpose="repair", summary="厨房漏水")
    return task.number


def test_outside_a_passage_the_application_sees_no_resident(database: str) -> None:
    assert Resident.objects.count() == 0


@pytest.mark.req("ACC-05")
def test_a_passage_shows_exactly_the_reach_of_the_post(database: str) -> None:
    expected = {
        "counter": 2,
        "neighbour_desk": 1,
        "supervisor": 3,
        "manager": 3,
        "general_manager": 4,
        "stranger": 1,
    }
    for name, count in expected.items():
        with gate.passage(cast.identity(name), Action.RESIDENT_LIST):
            assert Resident.objects.count() == count, name


def test_the_reach_ends_with_the_passage(database: str) -> None:
    with gate.passage(cast.identity("manager"), Action.RESIDENT_LIST):
        assert Resident.objects.count() == 3
    assert Resident.objects.count() == 0


def test_a_reveal_opens_what_the_task_needs_and_the_entry_says_so(database: str) -> None:
    who = cast.identity("counter")
    number = open_repair(who)
    opened = gate.reveal(
        who, subject=cast.resident(cast.OWNER), items=["phone"], purpose="repair", task=number
    )
    assert [value.value.expose() for value in opened.values] == list(cast.OWNER.phones)
    entry = entries()[-1]
    assert entry["id"] == opened.entry
    assert entry["action"] == Action.ITEM_REVEAL
    assert entry["outcome"] == "allowed"
    assert entry["items"] == ["phone"]
    assert entry["purpose"] == "repair"
    assert entry["subjects"] == [f"resident:{cast.resident(cast.OWNER)}"]


@pytest.mark.req("AUD-01")
def test_the_entry_of_a_reveal_has_all_facts_and_not_the_number(database: str) -> None:
    who = cast.identity("counter")
    number = open_repair(who)
    gate.reveal(who, subject=cast.resident(cast.OWNER), items=["phone"], purpose="repair", task=number)
    entry = entries()[-1]
    assert {
        "at",
        "actor",
        "action",
        "outcome",
        "subjects",
        "items",
        "purpose",
        "task",
        "place",
        "counts",
    } <= set(entry)
    assert entry["counts"] == {"fields": 2}
    assert not any(phone in json.dumps(entry) for phone in cast.OWNER.phones)


DENIALS = [
    # who, whose, items, purpose, with a task, the reason that must be among those given
    ("counter", cast.OWNER, ["id_number"], "repair", True, "item.not_needed"),
    ("counter", cast.OWNER, ["id_number"], "repair", True, "clearance.below_level"),
    ("counter", cast.OWNER, ["name"], "repair", True, "item.masked_only"),
    ("counter", cast.OWNER, ["phone"], "repair", False, "task.or_reason_missing"),
    ("counter", cast.OWNER, ["phone"], "complaint", True, "task.for_another_purpose"),
    ("counter", cast.OWNER, ["phone"], "marketing", True, "purpose.missing"),
    ("counter", cast.OWNER, ["shoe_size"], "repair", True, "item.not_in_catalogue"),
    ("counter", cast.OWNER, [], "repair", True, "item.none_named"),
    ("counter", cast.NEIGHBOUR, ["phone"], "repair", True, "task.of_another_dwelling"),
    ("supervisor", cast.OWNER, ["phone"], "repair", True, "task.of_somebody_else"),
    ("counter", cast.ELSEWHERE, ["phone"], "repair", True, "place.unknown"),
    ("stranger", cast.OWNER, ["phone"], "repair", True, "place.unknown"),
    ("leaver", cast.OWNER, ["phone"], "repair", True, "actor.not_in_post"),
    ("officer", cast.OWNER, ["phone"], "repair", True, "action.not_for_role"),
    ("auditor", cast.OWNER, ["phone"], "repair", True, "action.not_for_role"),
    ("hr", cast.OWNER, ["phone"], "repair", True, "action.not_for_role"),
]


@pytest.mark.parametrize(("name", "person", "items", "purpose", "with_task", "reason"), DENIALS)
def test_a_refusal_has_its_reason_and_stands_in_the_ledger(
    database: str,
    name: str,
    person: cast.Character,
    items: list[str],
    purpose: str,
    with_task: bool,
    reason: str,
) -> None:
    task = open_repair(cast.identity("counter")) if with_task else None
    subject = cast.resident(person)
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(cast.identity(name), subject=subject, items=items, purpose=purpose, task=task)
    assert reason in refused.value.decision.reasons
    entry = entries()[-1]
    assert entry["outcome"] == "denied"
    assert reason in entry["reasons"]
    assert entry["id"] == refused.value.entry


def test_a_task_ends_what_it_opens_when_it_closes(database: str) -> None:
    who = cast.identity("counter")
    task, _found = tasks.open_task(who, dwelling=cast.dwelling(cast.OWNER), purpose="repair", summary="漏水")
    tasks.close_task(who, task=task.pk)
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(
            who, subject=cast.resident(cast.OWNER), items=["phone"], purpose="repair", task=task.number
        )
    assert refused.value.decision.reasons == ("task.not_open",)


@pytest.mark.req("USE-02")
def test_without_a_task_a_reason_is_needed_and_the_look_up_is_sampled(database: str) -> None:
    who = cast.identity("counter")
    tasks.give_reason(who, dwelling=cast.dwelling(cast.OWNER), purpose="repair", reason="caller", text="")
    opened = gate.reveal(
        who, subject=cast.resident(cast.OWNER), items=["phone"], purpose="repair", reason="caller"
    )
    assert opened.values
    assert "reason.no_task" in entries()[-1]["reasons"]
    with gate.passage(cast.identity("supervisor"), Action.LOOKUP_REVIEW):
        from lindun.requests import queries

        assert queries.lookups_to_review(cast.staff("supervisor")).count() == 1


def test_a_fact_takes_effect_at_the_very_next_passage(database: str) -> None:
    from lindun.organisation.actions import change_post, current_post
    from lindun.organisation.models import Staff

    who = cast.identity("counter")
    number = open_repair(who)
    subject = cast.resident(cast.OWNER)
    gate.reveal(who, subject=subject, items=["phone"], purpose="repair", task=number)
    post = current_post(Staff.objects.get(pk=who.staff))
    change_post(
        cast.identity("hr"),
        staff=who.staff,
        post=type(post)(post.role, post.clearance, "suspended", post.assignments),
    )
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(who, subject=subject, items=["phone"], purpose="repair", task=number)
    assert "actor.not_in_post" in refused.value.decision.reasons


@pytest.mark.req("ACC-10")
def test_nobody_raises_her_own_rights(database: str) -> None:
    from lindun.organisation.actions import change_post, current_post
    from lindun.organisation.models import Staff

    hr = cast.identity("hr")
    person = Staff.objects.get(pk=hr.staff)
    post = current_post(person)
    with pytest.raises(gate.Denied) as refused:
        change_post(hr, staff=hr.staff, post=type(post)("general_manager", 4, "active", post.assignments))
    assert refused.value.decision.reasons == ("people.same_person",)
    person.refresh_from_db()
    assert (person.role, person.clearance) == ("hr", 2)
    assert entries()[-1]["outcome"] == "denied"


def test_a_passage_does_not_nest_nor_run_inside_a_transaction(database: str) -> None:
    with gate.passage(cast.identity("counter"), Action.RESIDENT_LIST), pytest.raises(RuntimeError):
        gate.reveal(
            cast.identity("counter"), subject=cast.staff("counter"), items=["phone"], purpose="repair"
        )
    with (
        pytest.raises(RuntimeError),
        transaction.atomic(),
        gate.passage(cast.identity("counter"), Action.RESIDENT_LIST),
    ):
        pass


def test_what_fails_inside_a_passage_is_recorded_and_undone(database: str) -> None:
    from lindun.estates.models import Dwelling

    home, before = cast.dwelling(cast.OWNER), len(entries())
    with (
        pytest.raises(ZeroDivisionError),
        gate.passage(cast.identity("counter"), Action.TASK_OPEN, writes=True),
    ):
        assert Dwelling.objects.filter(pk=home).update(room="9999") == 1
        raise ZeroDivisionError
    assert entries()[-1]["outcome"] == "failed"
    assert len(entries()) == before + 1
    assert cast.dwelling(cast.OWNER) == home


def test_what_is_not_here_is_a_refusal_in_the_ledger(database: str) -> None:
    elsewhere = cast.dwelling(cast.ELSEWHERE)
    with (
        pytest.raises(gate.NotHere),
        gate.passage(cast.identity("counter"), Action.HOUSEHOLD_VIEW) as passage,
    ):
        residents.dwelling(passage, elsewhere)
    assert entries()[-1]["outcome"] == "denied"
    assert entries()[-1]["reasons"] == ["place.out_of_reach"]


def test_an_unknown_identity_is_nobody(database: str) -> None:
    for who in (Identity(staff=uuid4(), second_factor=True), Identity(system="worker")):
        with pytest.raises(gate.Denied), gate.passage(who, Action.RESIDENT_LIST):
            pass


def test_a_sensitive_post_without_second_factor_opens_nothing(database: str) -> None:
    weak = Identity(staff=cast.staff("manager"), second_factor=False)
    with pytest.raises(gate.Denied) as refused, gate.passage(weak, Action.RESIDENT_LIST):
        pass
    assert "actor.second_factor_missing" in refused.value.decision.reasons


@pytest.mark.req("COL-04")
def test_personal_data_in_a_remark_is_masked_and_the_supervisor_sees_it(database: str) -> None:
    task, cleaned = tasks.open_task(
        cast.identity("counter"),
        dwelling=cast.dwelling(cast.OWNER),
        purpose="repair",
        summary=f"业主身份证{cast.OWNER.id_number}，来电催修",
    )
    assert cast.OWNER.id_number not in task.summary
    assert "ID_CARD" in cleaned.found
    assert any(entry["action"] == Happening.OVERCOLLECTION for entry in entries())
    with gate.passage(cast.identity("supervisor"), Action.ALERT_VIEW):
        from lindun.requests import queries

        assert [alert.reference for alert in queries.open_alerts()] == [task.number]


def test_the_database_itself_wants_two_people_for_a_change(database: str) -> None:
    from lindun.catalogue.models import Change

    officer = cast.staff("officer")
    with (
        pytest.raises(IntegrityError),
        gate.passage(cast.identity("officer"), Action.CHANGE_PROPOSE, writes=True),
    ):
        Change.objects.create(
            purpose_id="repair", item_id="name", before="masked", after="reveal", necessity="因为需要",
            proposed_by_id=officer, decided_by_id=officer, state="approved",
        )  # fmt: skip


def test_an_entry_says_in_which_session_it_was_done(database: str) -> None:
    who = Identity(staff=cast.staff("counter"), session=uuid4())
    with gate.passage(who, Action.RESIDENT_LIST):
        pass
    assert entries()[-1]["session"] == f"session:{who.session}"
    with pytest.raises(gate.Denied):
        gate.reveal(who, subject=cast.resident(cast.OWNER), items=["phone"], purpose="repair")
    assert entries()[-1]["session"] == f"session:{who.session}"


def test_trying_the_hidden_digits_of_a_mask_ends_soon(database: str) -> None:
    from lindun.gate.conditions import SEARCHES_IN_TEN_MINUTES

    who = cast.identity("counter")
    for _ in range(SEARCHES_IN_TEN_MINUTES):
        with gate.passage(who, Action.RESIDENT_SEARCH):
            pass
    with pytest.raises(gate.Denied) as refused, gate.passage(who, Action.RESIDENT_SEARCH):
        pass
    assert refused.value.decision.reasons == ("search.too_many",)
    with gate.passage(cast.identity("supervisor"), Action.RESIDENT_SEARCH):
        pass  # the bound is hers alone

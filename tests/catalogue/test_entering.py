"""New kinds of data and purposes: two people, then in the catalogue, and still closed to everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from lindun import gate
from lindun.catalogue import actions as catalogue
from lindun.catalogue import entering
from lindun.catalogue.entering import BadEntry, NewItem, NewPurpose
from lindun.catalogue.models import ClassificationTask, DataItem, Entry, Need, Purpose
from lindun.gate.vocabulary import Action
from lindun.requests import actions as tasks
from tests import cast
from tests.catalogue.entered import CARD, KEYS, WHY, proposed_item
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_

DATA = {
    "name_zh": CARD.name_zh,
    "name_en": CARD.name_en,
    "code": CARD.code,
    "level": "3",
    "personal_class": "1",
    "category": CARD.category,
    "kind": CARD.kind,
    "owner_department": CARD.owner_department,
    "necessity": WHY,
}


def test_a_kind_of_data_is_proposed_decided_and_then_needed_by_changes(database: str) -> None:
    officer, chief = as_("officer"), as_("general_manager")
    assert officer.post(reverse("catalogue:enter", args=["item"]), DATA).status_code == 302
    entry = Entry.objects.get()
    assert not DataItem.objects.filter(pk=CARD.code).exists()
    address = reverse("catalogue:decide_entry", args=[entry.pk])
    assert officer.post(address, {"decision": "approve"}).status_code == 403
    assert address in text(chief.get(reverse("catalogue:entries")))
    chief.post(address, {"decision": "approve"})
    item = DataItem.objects.get(pk=CARD.code)
    assert (item.level, item.kind, item.name_zh) == (3, "ACCESS_CARD", "门禁卡号")
    assert not Need.objects.filter(item=item).exists()
    assert "门禁卡号" in text(as_("counter").get(reverse("catalogue:items")))
    decided = entries(Action.ENTRY_DECIDE)[-1]
    assert decided["items"] == [CARD.code]
    assert decided["reasons"] == ["entry.item", "level.3", "approved"]
    change = catalogue.propose_change(
        cast.identity("officer"), purpose="repair", item=CARD.code, after="masked", necessity=WHY
    )
    catalogue.decide_change(cast.identity("general_manager"), change=change.pk, approve=True)
    assert Need.objects.get(item=item).way == "masked"


def test_a_purpose_opens_tasks_and_nothing_else_until_the_matrix_says_so(database: str) -> None:
    proposal = entering.propose(cast.identity("officer"), KEYS, necessity="住户外出时代管钥匙")
    entering.decide(cast.identity("general_manager"), entry=proposal.pk, approve=True)
    clerk = cast.identity("counter")
    task, _found = tasks.open_task(
        clerk, dwelling=cast.dwelling(cast.OWNER), purpose="key_service", summary="代管钥匙"
    )
    assert task.number.startswith("YS-")
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(
            clerk,
            subject=cast.resident(cast.OWNER),
            items=["phone"],
            purpose="key_service",
            task=task.number,
        )
    assert "item.not_needed" in refused.value.decision.reasons


def test_a_refused_one_is_not_in_the_catalogue_and_is_decided_once(database: str) -> None:
    entry = proposed_item()
    entering.decide(cast.identity("general_manager"), entry=entry.pk, approve=False)
    assert not DataItem.objects.filter(pk=entry.code).exists()
    with pytest.raises(BadEntry):
        entering.decide(cast.identity("general_manager"), entry=entry.pk, approve=True)


def test_one_person_with_two_accounts_is_one(database: str) -> None:
    other = second_account("officer", role="general_manager")
    with pytest.raises(gate.Denied) as refused:
        entering.decide(other, entry=proposed_item().pk, approve=True)
    assert "people.proposed_it" in refused.value.decision.reasons


UNFIT: list[NewItem | NewPurpose] = [
    replace(CARD, code="A1"),
    replace(CARD, code="phone"),
    replace(CARD, name_zh="电话"),
    replace(CARD, name_zh=" "),
    replace(CARD, name_en=f"of {cast.OWNER.phones[0]}"),
    replace(CARD, level=5),
    replace(CARD, level=0),
    replace(CARD, kind="UNKNOWN"),
    replace(CARD, category="other"),
    replace(KEYS, task_prefix="WX"),
    replace(KEYS, task_prefix="y"),
    replace(KEYS, task_hours=0),
    replace(KEYS, task_hours=10_000),
    replace(KEYS, code="repair"),
]


def test_what_does_not_fit_is_not_proposed(database: str) -> None:
    officer = cast.identity("officer")
    for new in UNFIT:
        with pytest.raises(BadEntry):
            entering.propose(officer, new, necessity=WHY)
    for necessity in ("好", f"因为要打{cast.OWNER.phones[0]}"):
        with pytest.raises(BadEntry):
            entering.propose(officer, CARD, necessity=necessity)
    assert not Entry.objects.exists()
    entering.propose(officer, CARD, necessity=WHY)
    with pytest.raises(BadEntry):
        entering.propose(officer, replace(CARD, name_zh="卡号"), necessity=WHY)


def test_what_was_taken_meanwhile_is_not_entered_twice(database: str) -> None:
    first = entering.propose(cast.identity("officer"), KEYS, necessity=WHY)
    second = entering.propose(
        cast.identity("officer"), replace(KEYS, code="keys_kept", name_zh="代管"), necessity=WHY
    )
    chief = cast.identity("general_manager")
    entering.decide(chief, entry=first.pk, approve=True)
    with pytest.raises(BadEntry):
        entering.decide(chief, entry=second.pk, approve=True)
    assert Purpose.objects.filter(task_prefix="YS").count() == 1


def test_an_unknown_heading_of_an_import_fills_the_form(database: str) -> None:
    with gate.passage(cast.identity("officer"), Action.ROSTER_IMPORT, writes=True):
        catalogue.request_classification(labels=["门禁卡号"], brought_by=None)
    officer = as_("officer")
    task = ClassificationTask.objects.get()
    address = f"{reverse('catalogue:enter', args=['item'])}?task={task.pk}"
    assert address in text(officer.get(reverse("catalogue:unclassified")))
    assert 'value="门禁卡号"' in text(officer.get(address))
    assert officer.get(reverse("catalogue:enter", args=["nothing"])).status_code == 404


INJECTED = [
    ("", "INSERT INTO catalogue_dataitem SELECT * FROM catalogue_dataitem"),
    (Action.ENTRY_PROPOSE, "UPDATE catalogue_dataitem SET level = 1"),
    (Action.CHANGE_DECIDE, "UPDATE catalogue_purpose SET task_hours = 999"),
    (Action.ENTRY_DECIDE, "UPDATE catalogue_entry SET level = 1"),
    (Action.CHANGE_DECIDE, "UPDATE catalogue_entry SET state = 'approved'"),
    (Action.ENTRY_DECIDE, "DELETE FROM catalogue_entry"),
]


def test_injected_sql_changes_no_entry(database: str) -> None:
    proposed_item()
    for action, sql in INJECTED:
        with pytest.raises(DatabaseError), everywhere(action=action):
            connection.cursor().execute(sql)

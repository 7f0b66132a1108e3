"""The catalogue over HTTP: the matrix, changes that two people make, kinds of data without a level."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lindun.catalogue import actions
from lindun.catalogue.models import Change, ClassificationTask, Need
from lindun.gate.vocabulary import Action
from tests import cast, pages
from tests.signin import as_

MATRIX, CHANGES = reverse("catalogue:matrix"), reverse("catalogue:changes")
UNCLASSIFIED = reverse("catalogue:unclassified")
NECESSITY = "催缴前要打电话给业主核对"


def propose(client: Client, *, after: str = "reveal", necessity: str = NECESSITY) -> int:
    url = reverse("catalogue:propose", args=["fee", "phone"])
    return client.post(url, {"after": after, "necessity": necessity}).status_code


def decide(client: Client, decision: str, **headers: str) -> int:
    change = Change.objects.get()
    url = reverse("catalogue:decide", args=[change.pk])
    return client.post(url, {"decision": decision}, headers=headers).status_code


def way() -> str:
    return Need.objects.get(purpose="fee", item="phone").way


@pytest.mark.parametrize("name", ["counter", "cashier", "guard", "auditor", "hr"])
def test_everybody_may_read_the_matrix_and_only_some_may_propose(database: str, name: str) -> None:
    client = as_(name)
    page = pages.text(client.get(MATRIX))
    assert "维修联系" in page
    assert 'class="level level--4">绝密</span>' in page
    assert "/catalogue/changes/new/" not in page
    assert propose(client) == 403
    assert Change.objects.count() == 0


def test_a_proposal_changes_nothing_until_somebody_else_agrees(database: str) -> None:
    manager, officer = as_("manager"), as_("officer")
    assert propose(manager) == 302
    assert way() == "masked"
    assert "拟改为" in pages.text(as_("counter").get(MATRIX))
    listed = pages.text(officer.get(CHANGES))
    assert NECESSITY in listed
    assert decide(officer, "approve") == 302
    assert way() == "reveal"
    entry = pages.entries(Action.CHANGE_DECIDE)[-1]
    assert entry["reasons"] == ["before.masked", "after.reveal", "approved"]
    assert NECESSITY not in str(pages.entries())


def test_a_refused_proposal_leaves_the_matrix_as_it_was(database: str) -> None:
    propose(as_("manager"))
    assert decide(as_("general_manager"), "refuse") == 302
    assert way() == "masked"
    assert "未通过" in pages.text(as_("officer").get(CHANGES))


def test_the_proposer_sees_why_she_cannot_agree_and_is_refused(database: str) -> None:
    officer = as_("officer")
    assert propose(officer) == 302
    page = pages.text(officer.get(CHANGES))
    assert "自己的事不能自己批" in page
    assert "/decide/" not in page
    assert decide(officer, "approve") == 403
    assert way() == "masked"


def test_a_manager_proposes_and_does_not_decide(database: str) -> None:
    propose(as_("officer"))
    manager = as_("manager")
    page = pages.text(manager.get(CHANGES))
    assert "/decide/" not in page
    assert decide(manager, "approve") == 403
    assert way() == "masked"


@pytest.mark.parametrize(
    "wrong", [{"necessity": ""}, {"necessity": "需要"}, {"after": "shout"}, {"after": "masked"}]
)
def test_a_proposal_needs_a_sentence_and_a_change(database: str, wrong: dict[str, str]) -> None:
    assert propose(as_("officer"), **wrong) == 422
    assert Change.objects.count() == 0


def test_data_of_the_highest_level_is_never_printed(database: str) -> None:
    url = reverse("catalogue:propose", args=["handover", "movement"])
    officer = as_("officer")
    assert 'value="print"' not in pages.text(officer.get(url))
    assert officer.post(url, {"after": "print", "necessity": NECESSITY}).status_code == 422
    with pytest.raises(actions.BadChange):
        actions.propose_change(
            cast.identity("officer"), purpose="handover", item="movement", after="print", necessity=NECESSITY
        )
    assert Change.objects.count() == 0


def test_only_a_phone_number_can_be_called(database: str) -> None:
    assert propose(as_("officer"), after="call") == 302
    url = reverse("catalogue:propose", args=["fee", "id_number"])
    officer = as_("officer")
    assert 'value="call"' not in pages.text(officer.get(url))
    assert officer.post(url, {"after": "call", "necessity": NECESSITY}).status_code == 422
    with pytest.raises(actions.BadChange):
        actions.propose_change(
            cast.identity("officer"), purpose="fee", item="name", after="call", necessity=NECESSITY
        )


def test_one_proposal_a_cell_at_a_time(database: str) -> None:
    assert propose(as_("officer")) == 302
    assert propose(as_("manager")) == 422
    assert Change.objects.count() == 1


def test_a_decision_by_htmx_answers_with_the_line_as_it_is_now(database: str) -> None:
    propose(as_("manager"))
    change = Change.objects.get()
    url = reverse("catalogue:decide", args=[change.pk])
    line = pages.text(as_("officer").post(url, {"decision": "approve"}, headers=pages.HTMX))
    assert line.strip().startswith("<li")
    assert "已生效" in line
    assert "/decide/" not in line


def test_a_cell_that_does_not_exist_is_not_here(database: str) -> None:
    url = reverse("catalogue:propose", args=["visitor", "shoe-size"])
    assert as_("officer").get(url).status_code == 404


def test_a_change_opens_at_the_very_next_look(database: str) -> None:
    clerk = as_("counter")
    url = reverse("requests:task_new_at", args=[cast.dwelling(cast.OWNER)])
    clerk.post(url, {"purpose": "fee", "summary": "催缴物业费"})
    pages.household(clerk)
    assert pages.reveal(clerk, "phone").status_code == 403
    propose(as_("manager"))
    decide(as_("officer"), "approve")
    assert pages.reveal(clerk, "phone").status_code == 200


def test_movements_have_no_purpose_and_open_for_no_clerk(database: str) -> None:
    """The refusing half of GOV-05; the view by two people that it offers instead is not built."""
    assert not Need.objects.filter(item="movement").exists()
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    assert pages.reveal(clerk, "movement").status_code == 403
    assert {"item.not_needed", "clearance.below_level"} <= set(pages.entries()[-1]["reasons"])
    items = pages.text(clerk.get(reverse("catalogue:items")))
    assert "对谁都不打开" in items.partition("出入轨迹")[2]


def test_what_an_import_brought_waits_for_the_officer_alone(database: str) -> None:
    actions.request_classification(labels=["宠物照片"], brought_by=cast.staff("manager"))
    assert "宠物照片" in pages.text(as_("counter").get(MATRIX))
    assert as_("manager").get(UNCLASSIFIED).status_code == 403
    officer = as_("officer")
    assert "宠物照片" in pages.text(officer.get(UNCLASSIFIED))
    task = ClassificationTask.objects.get()
    settle = reverse("catalogue:settle", args=[task.pk])
    assert as_("manager").post(settle).status_code == 403
    assert officer.post(settle).status_code == 302
    assert officer.post(settle).status_code == 404
    assert "宠物照片" not in pages.text(officer.get(UNCLASSIFIED))
    done = [entry for entry in pages.entries(Action.CLASSIFICATION_SETTLE) if entry["outcome"] == "done"]
    assert [entry["subjects"] for entry in done] == [[f"classification:{task.pk}"]]

"""A new version: two people publish it, everybody meets it with its differences, work waits for her yes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import Error
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind as Told
from lindun.policies import promising, publishing
from lindun.policies.clauses import BadText
from lindun.policies.models import Acknowledgement, Kind, State, Text
from lindun.policies.promising import BadPromise
from lindun.policies.publishing import BadVersion
from lindun.standing import codes
from tests import cast
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.policies.texts import AFTER, draft, in_force, proposed, published
from tests.scoped import everywhere
from tests.signin import as_

DESK, LIST = reverse("requests:desk"), reverse("residents:list")
RULES, DUTIES, OFFICE = reverse("policies:rules"), reverse("policies:duties"), reverse("policies:office")
MISSING = reverse("policies:missing", args=["rules"])
pytestmark = pytest.mark.usefixtures("database")


def acknowledge(browser: Client) -> None:
    browser.post(reverse("policies:acknowledge"), {"text": in_force().pk})


def acknowledge_duties(browser: Client, role: str) -> None:
    browser.post(reverse("policies:acknowledge_duties"), {"text": in_force(Kind.DUTIES, role).pk})


@pytest.mark.req("GOV-09")
def test_who_accepted_the_version_before_meets_the_new_one_with_its_differences_at_sign_in() -> None:
    published()
    acknowledge(as_("counter"))
    third = published()
    assert third.number == 3
    browser = as_("counter")
    first = browser.get(DESK)
    page = text(browser.get(first["Location"]))
    assert "您确认过第2版，现行为第3版" in page
    assert "修改 0 条，新增 1 条，删去 0 条" in page
    refused = browser.get(LIST)
    assert refused.status_code == 403
    assert RULES in text(refused)
    officer = as_("officer")
    acknowledge(officer)
    listed = text(officer.get(MISSING))
    assert "员工31 <" in listed
    assert "员工36 <" not in listed  # the officer
    acknowledge(browser)
    assert browser.get(LIST).status_code == 200
    assert "员工31 <" not in text(officer.get(MISSING))


def test_what_differs_is_marked_clause_by_clause() -> None:
    published()
    page = text(as_("counter").get(RULES))
    assert "修改 1 条，新增 1 条，删去 1 条" in page
    assert "<del>四</del><ins>三</ins>" in page
    assert AFTER[:-2] in page
    assert "clause--removed" in page
    english = as_("counter")
    english.post("/language/", {"language": "en"})
    assert "You acknowledged version 1" in text(english.get(RULES))


@pytest.mark.req("GOV-08")
def test_a_newly_posted_employee_sees_her_duties_and_acknowledges_them_before_any_data_opens() -> None:
    cast.unmet("counter", codes.DUTIES)
    browser = as_("counter")
    refused = browser.get(LIST)
    assert refused.status_code == 403
    assert DUTIES in text(refused)
    page = text(browser.get(DUTIES))
    for form in ("口头", "书面", "电子"):
        assert f">{form}</h2>" in page
    assert "有人来要资料，只登记、只转交" in page  # of the counter's post
    assert "不说谁在家" not in page  # of the guard's
    acknowledge_duties(browser, "counter")
    assert browser.get(LIST).status_code == 200
    with everywhere(Action.POLICY_VIEW):
        done = Acknowledgement.objects.get(staff_id=cast.staff("counter"))
    assert done.text.role == "counter"
    assert done.at is not None
    entry = entries(Action.DUTIES_ACKNOWLEDGE)[-1]
    assert entry["actor"] == f"staff:{cast.staff('counter')}"
    assert entry["subjects"] == [f"text:{done.text_id}"]


def test_the_duties_of_one_post_are_asked_anew_of_that_post_alone() -> None:
    published(Kind.DUTIES, "guard")
    assert as_("guard").get(reverse("exits:list")).status_code == 403
    assert as_("counter").get(LIST).status_code == 200
    assert [one.reference for one in told("guard") if one.kind == Told.DUTIES_NEW] == ["ZZ-2"]
    assert Told.DUTIES_NEW not in [one.kind for one in told("counter")]
    guard = as_("guard")
    acknowledge_duties(guard, "guard")
    assert guard.get(reverse("exits:list")).status_code == 200


def test_another_posts_duties_and_an_old_version_cannot_be_acknowledged() -> None:
    old, foreign = in_force(), in_force(Kind.DUTIES, "guard")
    cast.unmet("counter", codes.POLICY, codes.DUTIES)
    published()
    who = cast.identity("counter")
    for kind, version in ((Kind.RULES, old), (Kind.DUTIES, foreign), (Kind.DUTIES, old)):
        with pytest.raises(BadPromise):
            promising.acknowledge(who, kind, text=version.pk)
    assert as_("counter").get(LIST).status_code == 403
    with everywhere(Action.POLICY_VIEW):
        assert not Acknowledgement.objects.filter(staff_id=who.person).exists()


def test_everybody_in_post_is_told_and_the_deciders_that_it_waits() -> None:
    published()
    assert Told.VERSION_WAITS in [one.kind for one in told("general_manager")]
    for name in ("counter", "guard", "officer", "auditor"):
        assert [one.reference for one in told(name) if one.kind == Told.RULES_NEW] == ["ZD-2"]


def test_who_proposed_it_does_not_publish_it_by_any_account() -> None:
    text = proposed()
    for who in (cast.identity("officer"), second_account("officer", role="general_manager", clearance=4)):
        with pytest.raises(gate.Denied) as refused:
            publishing.decide(who, text=text.pk, approve=True, seen=text.digest)
        assert "people.proposed_it" in refused.value.decision.reasons
    assert in_force().number == 1


def test_it_is_decided_once_for_what_was_read_and_refused_with_words() -> None:
    manager, text = cast.identity("general_manager"), proposed()
    with pytest.raises(BadVersion):
        publishing.decide(manager, text=text.pk, approve=True, seen="0" * 64)
    with pytest.raises(BadVersion):
        publishing.decide(manager, text=text.pk, approve=False, seen=text.digest)
    with pytest.raises(BadVersion):  # one waits already
        proposed()
    refused = publishing.decide(manager, text=text.pk, approve=False, seen=text.digest, words="先征求意见")
    assert (refused.state, refused.number) == (State.REFUSED, None)
    with pytest.raises(BadVersion):
        publishing.decide(manager, text=text.pk, approve=True, seen=text.digest)
    assert published().number == 2


@pytest.mark.parametrize(
    ("kind", "role", "said", "wrong"),
    [
        (Kind.RULES, "", {"chinese": "没有条款"}, BadText),
        (Kind.RULES, "", {"why": " "}, BadVersion),
        (Kind.RULES, "", {"english": "# One\n## Clause"}, BadText),
        (Kind.RULES, "", {"role": "guard"}, BadVersion),
        (Kind.DUTIES, "guard", {"chinese": "# 口头\n## 只有口头"}, BadText),
        (Kind.DUTIES, "guard", {"role": "wizard"}, BadVersion),
    ],
)
def test_a_version_that_makes_no_sense_is_not_taken(
    kind: Kind, role: str, said: dict[str, Any], wrong: type[Exception]
) -> None:
    with pytest.raises(wrong):
        publishing.propose(cast.identity("officer"), replace(draft(kind, role), **said))
    assert not Text.objects.filter(number=None).exists()


def test_the_same_text_is_no_new_version() -> None:
    current = in_force()
    with pytest.raises(BadVersion):
        proposed(chinese=current.chinese, english=current.english)


def test_a_version_that_names_somebody_is_neither_taken_nor_altered_and_remarks_are_masked() -> None:
    for named in (cast.OWNER.name, cast.OWNER.phones[0], cast.OWNER.id_number):
        with pytest.raises(BadText) as wrong:
            proposed(chinese=f"{in_force().chinese}\n## 例外\n业主{named}的来电不登记")
        assert wrong.value.code == "personal"
        assert named not in str(wrong.value)
    text = proposed(why=f"{cast.OWNER.phones[0]}来电投诉")
    assert found_in(text.why.encode(), of_cast()) == []


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        (Action.POLICY_PUBLISH, {"chinese": "# 甲\n## 乙"}),
        (Action.POLICY_PUBLISH, {"number": 9}),
        (Action.TEXT_PROPOSE, {"state": "waiting"}),
        (Action.POLICY_VIEW, {"state": "refused"}),
    ],
)
def test_the_database_keeps_what_was_published(deed: str, change: dict[str, Any]) -> None:
    current = in_force()
    with pytest.raises(Error), everywhere(action=deed):
        Text.objects.filter(pk=current.pk).update(**change)


def test_nobody_acknowledges_for_another_by_sql() -> None:
    current = in_force()
    with pytest.raises(Error, match="row-level security"), everywhere(Action.POLICY_ACKNOWLEDGE):
        Acknowledgement.objects.create(staff_id=cast.staff("counter"), text=current, at=current.proposed_at)


def test_the_officers_page_counts_and_the_proposal_is_read_beside_what_it_changes() -> None:
    cast.unmet("counter", codes.POLICY)
    cast.unmet("guard", codes.PLEDGE)
    page = text(as_("officer").get(OFFICE))
    assert "未确认保密制度的人" in page
    waiting = proposed()
    seen = text(as_("general_manager").get(reverse("policies:version", args=[waiting.pk])))
    assert "修改 1 条，新增 1 条，删去 1 条" in seen
    assert 'value="approve"' in seen
    own = text(as_("officer").get(reverse("policies:version", args=[waiting.pk])))
    assert 'value="approve"' not in own
    wrong = as_("officer").post(
        reverse("policies:propose", args=["pledge"]), {"chinese": "没有章", "why": "试试", "english": ""}
    )
    assert wrong.status_code == 422
    assert "条款以“## ”开头" in text(wrong) or "不在任何条款之下" in text(wrong)

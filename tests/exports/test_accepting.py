"""Whoever takes a file, or tells its password, accepts the rules for receivers first; each file anew."""

from __future__ import annotations

import pytest
from django.db import Error
from django.urls import reverse

from lindun import gate
from lindun.exports import accepting, actions, making, storage
from lindun.exports.accepting import RulesNotAccepted
from lindun.exports.models import Acceptance, Export
from lindun.gate.vocabulary import Action
from lindun.sharing import receiving
from tests import cast
from tests.exports import ordering
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_

ASKED = "我已阅读并同意以上规则"


@pytest.fixture
def made(database: str) -> Export:
    """A file in clear that nobody has accepted anything for."""
    ordered = ordering.ordered_clear(ordering.approved())
    making.make(ordered.pk)
    return ordering.current(ordered)


def address(export: Export, deed: str) -> str:
    return reverse(f"exports:{deed}", args=[export.pk])


@pytest.mark.req("USE-05")
def test_file_and_password_are_held_until_their_receivers_accept(made: Export) -> None:
    manager, officer = as_("manager"), as_("officer")
    for browser, deed in ((manager, "take"), (officer, "password")):
        page = text(browser.get(address(made, "one")))
        assert ASKED in page
        assert receiving.current().chinese.splitlines()[1] in page
        assert address(made, deed) not in page
        assert browser.post(address(made, deed))["Location"] == address(made, "one")
    assert made.pk in storage.kept()
    assert ordering.current(made).password is not None
    held = [entry["action"] for entry in entries() if accepting.NOT_ACCEPTED in entry.get("reasons", [])]
    assert held == [Action.EXPORT_TAKE, Action.EXPORT_PASSWORD]

    for browser, deed in ((manager, "take"), (officer, "password")):
        browser.post(address(made, "accept"), {"version": "1"})
        assert browser.post(address(made, deed)).status_code == 200
    with everywhere():
        people = set(Acceptance.objects.values_list("staff__user__username", "rules_id"))
    assert people == {("manager", 1), ("officer", 1)}
    assert [entry["reasons"] for entry in entries(Action.EXPORT_ACCEPT)] == [["rules.v1"], ["rules.v1"]]


def test_the_words_fit_who_takes_the_file_and_who_reads_its_password(made: Export) -> None:
    taking, telling = (text(as_(who).get(address(made, "one"))) for who in ("manager", "officer"))
    assert "同意后才能领取文件" in taking
    assert "同意后才显示密码" in telling
    for page in (taking, telling):
        shipped = page[page.index('class="rules"') : page.index("</div>", page.index('class="rules"'))]
        assert not {word for word in ("工单", "链接", "派单") if word in shipped}


def test_one_acceptance_is_for_one_file_one_person_and_one_version(made: Export) -> None:
    ordering.accept(made, "manager")
    with pytest.raises(RulesNotAccepted):
        actions.see_password(cast.identity("officer"), export=made.pk)
    receiving.publish(cast.identity("officer"), chinese="只看需要的。", english="Only what is needed.")
    with pytest.raises(RulesNotAccepted):
        actions.take(cast.identity("manager"), export=made.pk)
    assert not accepting.accept(cast.identity("manager"), export=made.pk, version=1)
    assert accepting.accept(cast.identity("manager"), export=made.pk, version=2)
    assert accepting.accept(cast.identity("manager"), export=made.pk, version=2)
    assert actions.take(cast.identity("manager"), export=made.pk)[1]


def test_nobody_accepts_for_a_file_that_is_not_given_to_her(made: Export) -> None:
    for somebody in ("supervisor", "counter", "auditor"):
        with pytest.raises((gate.NotHere, gate.Denied)):
            accepting.accept(cast.identity(somebody), export=made.pk, version=1)
    as_("manager").post(address(made, "accept"), {"version": "nothing"})
    with everywhere():
        assert not Acceptance.objects.exists()


def test_an_acceptance_is_only_ever_added_by_its_deed(made: Export) -> None:
    ordering.accept(made, "manager")
    with everywhere():
        kept = Acceptance.objects.get()
    for action in ("", Action.EXPORT_TAKE, Action.EXPORT_ACCEPT):
        with pytest.raises(Error), everywhere(action=action):
            Acceptance.objects.filter(pk=kept.pk).delete()
    with pytest.raises(Error), everywhere(action=Action.EXPORT_TAKE):
        Acceptance.objects.create(
            export=made,
            community_id=made.community_id,
            rules_id=1,
            staff_id=cast.staff("officer"),
            at=kept.at,
        )

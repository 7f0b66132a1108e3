"""Before anything shared opens, its receiver accepts the company's rules; until then it holds all."""

from __future__ import annotations

import pytest
from django.db import Error
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.sharing import receiving
from lindun.sharing.models import Acceptance, ReceiverRules
from lindun.sharing.receiving import BadRules
from lindun.sharing.rules import NOT_ACCEPTED
from tests import cast
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
HELD = (cast.OWNER.phones[0], "170****", "欧阳", "1201")
ASKED = "我已阅读并同意以上规则"


def published(words: str = "只看工单需要的内容，当天删除。") -> ReceiverRules:
    return receiving.publish(cast.identity("officer"), chinese=words, english="Only what the work needs.")


def holds(browser: Client, made: bearers.Made) -> bool:
    """Whether page, values and calls are all closed, and the rules are asked for instead."""
    page = bearers.page(browser, made)
    opened, called = bearers.open_value(browser, made), bearers.call(browser, made)
    nothing = not any(value in text(answer) for answer in (page, opened, called) for value in HELD)
    return nothing and ASKED in text(page) and {opened.status_code, called.status_code} == {403}


@pytest.mark.req("USE-05")
def test_a_receiver_without_a_signed_agreement_is_sent_it_and_the_data_is_held_until_then() -> None:
    made = bearers.sent()
    browser = bearers.at_the_rules(made)
    assert holds(browser, made)
    assert receiving.current().chinese.splitlines()[1] in text(bearers.page(browser, made))
    answer = bearers.accept(browser, made)
    assert answer["Location"] == reverse("link:order", args=[made.link.pk])
    assert "170****5678" in text(bearers.page(browser, made))
    assert cast.OWNER.phones[0] in text(bearers.open_value(browser, made))
    (entry,) = entries(Action.LINK_ACCEPT)
    assert (entry["outcome"], entry["actor"]) == ("done", f"link:{made.link.pk}")
    assert entry["reasons"] == ["rules.v1"]
    stored = Acceptance.objects.get()
    assert (stored.rules_id, stored.link_id, stored.staff_id) == (1, made.link.pk, None)


def test_what_is_held_is_said_in_the_ledger() -> None:
    made = bearers.sent()
    assert holds(bearers.at_the_rules(made), made)
    held = [entry["action"] for entry in entries() if NOT_ACCEPTED in entry.get("reasons", [])]
    assert held == [Action.LINK_OPEN, Action.LINK_OPEN, Action.LINK_CALL]


def test_a_new_version_asks_again_and_the_old_one_does_not_do() -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    assert "170****5678" in text(bearers.page(browser, made))
    assert published().version == 2
    assert holds(browser, made)
    assert "当天删除" in text(bearers.page(browser, made))
    bearers.accept(browser, made, version=1)
    assert holds(browser, made)
    bearers.accept(browser, made, version=2)
    assert "170****5678" in text(bearers.page(browser, made))
    said = [entry["reasons"] for entry in entries(Action.LINK_ACCEPT)]
    assert said == [["rules.v1"], ["rules.outdated"], ["rules.v2"]]


def test_staff_accept_once_a_version_for_all_their_links() -> None:
    first = bearers.sent(to="repair")
    browser = bearers.at_the_rules(first, as_("repair"))
    assert holds(browser, first)
    bearers.accept(browser, first)
    assert "170****5678" in text(bearers.page(browser, first))
    second = bearers.sent(to="repair")
    bearers.at_the_rules(second, browser)
    assert "170****5678" in text(bearers.page(browser, second))
    assert Acceptance.objects.get().staff_id == cast.staff("repair")
    assert f"staff:{cast.staff('repair')}" in entries(Action.LINK_ACCEPT)[0]["subjects"]
    published()
    assert holds(browser, second)


def test_an_outsider_accepts_for_his_own_link_alone() -> None:
    first, second = bearers.sent(), bearers.sent()
    bearers.proved(first)
    browser = bearers.at_the_rules(second)
    assert holds(browser, second)


def test_nobody_accepts_for_somebody_elses_link() -> None:
    made = bearers.sent()
    bearers.at_the_rules(made)
    assert bearers.accept(Client(), made).status_code == 403
    other = bearers.at_the_rules(bearers.sent())
    assert bearers.accept(other, made).status_code == 403
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("version", ["", "0", "one", "99999"])
def test_a_version_that_is_none_accepts_nothing(version: str) -> None:
    made = bearers.sent()
    browser = bearers.at_the_rules(made)
    browser.post(reverse("link:accept", args=[made.link.pk]), {"version": version})
    assert holds(browser, made)


def test_both_languages_are_shipped() -> None:
    made = bearers.sent()
    browser = bearers.at_the_rules(made)
    browser.post(reverse("web:language"), {"language": "en"})
    page = text(bearers.page(browser, made))
    assert "I have read the rules and accept them" in page
    assert receiving.current().english.splitlines()[1] in page.replace("&#x27;", "'")


def test_versions_and_acceptances_are_only_ever_added() -> None:
    made = bearers.sent()
    bearers.proved(made)
    with pytest.raises(Error), everywhere(action=Action.RULES_PUBLISH):
        ReceiverRules.objects.update(chinese="随意")
    with pytest.raises(Error), everywhere(action=Action.LINK_ACCEPT):
        Acceptance.objects.all().delete()
    with pytest.raises(Error), everywhere(action=Action.LINK_OPEN):
        Acceptance.objects.create(
            rules_id=1, link=made.link, staff_id=cast.staff("repair"), at=made.link.made_at
        )


def test_the_officer_alone_publishes_and_needs_both_languages() -> None:
    with pytest.raises(gate.Denied):
        receiving.publish(cast.identity("manager"), chinese="好", english="Fine.")
    with pytest.raises(BadRules):
        receiving.publish(cast.identity("officer"), chinese="好", english=" ")
    officer, rules = as_("officer"), reverse("sharing:rules")
    page = text(
        officer.post(rules, {"chinese": "只看需要的。", "english": "Only what is needed."}, follow=True)
    )
    assert "第 2 版已生效" in page
    assert "只看需要的。" in page
    assert officer.post(rules, {"chinese": "只看需要的。"}).status_code == 422
    assert receiving.current().version == 2

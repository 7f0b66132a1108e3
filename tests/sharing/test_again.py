"""A work order once more: opened again, sent again, found again on the desk of whoever has it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindun.gate.vocabulary import Action
from lindun.requests import actions as tasks
from lindun.sharing import actions as links
from lindun.sharing import jobs
from lindun.sharing.actions import Outside
from lindun.sharing.models import Call, CallState, LinkState
from tests import cast
from tests.pages import entries, text
from tests.partners import partnering
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


def test_what_closes_again_can_be_opened_while_views_are_left() -> None:
    made = bearers.sent(views=2)
    browser = bearers.proved(made)
    opens = f'action="{bearers.open_url(made.link.pk)}"'
    assert opens in text(bearers.open_value(browser, made))  # in the form it closes to
    assert opens not in text(bearers.open_value(browser, made))
    refused = bearers.open_value(browser, made)
    assert refused["HX-Retarget"] == "this"  # the button gives way to the reason, the masked value stays
    assert "可查看的次数已用完；还需要看，请发送人重新发一张" in text(refused)


def test_a_second_link_to_the_same_person_ends_the_first() -> None:
    first = bearers.sent(views=2)
    browser = bearers.proved(first)
    elsewhere = bearers.sent(to="supervisor", task=first.task)
    second = bearers.sent(views=2, task=first.task)
    assert bearers.open_value(browser, first).status_code == 403
    assert "link.revoked" in [entry for entry in entries() if entry["outcome"] == "denied"][-1]["reasons"]
    assert bearers.open_value(bearers.proved(second), second).status_code == 200
    assert LinkState.objects.get(pk=elsewhere.link.pk).revoked_at is None
    listed = text(as_("counter").get(reverse("sharing:list")))
    assert listed.count("已收回") == 1
    assert listed.count("还可查看") == 2  # of a link that has ended nothing is left to be opened
    written = entries(Action.LINK_MAKE)[-1]["subjects"]
    assert {f"link:{second.link.pk}", f"link:{first.link.pk}"} <= {*written}


def test_who_waits_for_the_desk_waits_on_under_a_new_link() -> None:
    first = bearers.sent()
    bearers.ask_for_a_call(first)
    sender = as_("counter")
    answer = sender.post(
        reverse("sharing:send", args=[first.task.pk]),
        {"to": bearers.somebody_outside(), "views": 2, "hours": 4},
    )
    assert "转接住户的请求还在等候" in text(answer)
    jobs.end_those_over(first.task.pk)
    with everywhere():
        (call,) = Call.objects.all()
    assert (call.state, call.link_id != first.link.pk) == (CallState.ASKED, True)
    assert bearers.FIRM in text(sender.get(reverse("sharing:list")))
    assert "call.kept" in entries(Action.LINK_MAKE)[-1]["reasons"]


def test_a_new_link_whose_consent_names_no_phone_keeps_no_wish() -> None:
    partner = partnering.opened()
    first = links.make_link(
        cast.identity("counter"),
        task=bearers.task_of().pk,
        assignee=None,
        outside=partnering.outside(partner),
        views=2,
        hours=4,
    )
    bearers.ask_for_a_call(first)
    narrow = partnering.consented(partner, items=["name"])
    to = Outside(narrow.pk, partner.people.get().pk)
    again = links.make_link(
        cast.identity("counter"), task=first.task.pk, assignee=None, outside=to, views=2, hours=4
    )
    jobs.end_those_over(first.task.pk)
    with everywhere():
        assert [call.state for call in Call.objects.all()] == [CallState.OVER]
    assert again.wishes == 0


def test_a_colleague_finds_on_his_desk_what_was_sent_to_him() -> None:
    made = bearers.sent(to="supervisor")
    browser = as_("supervisor")
    desk = text(browser.get("/"))
    assert f"工单 {made.task.number}" in desk
    assert "请从发给您的消息里打开" in desk  # no button: the token is in the message
    address = reverse("link:order", args=[made.link.pk])
    assert address not in desk
    bearers.proved(made, browser)
    assert address in text(browser.get("/"))
    assert f"工单 {made.task.number}" not in text(as_("counter").get("/"))
    tasks.close_task(cast.identity("counter"), task=made.task.pk)
    assert f"工单 {made.task.number}" not in text(browser.get("/"))

"""Personnel alone, with accounts of her own making, wants what a general manager may open."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import actions
from lindun.organisation.actions import Newcomer, Post, current_post
from lindun.organisation.models import Staff
from lindun.personnel.actions import record_check
from tests import cast, pages
from tests.signin import as_

TOP = Post("general_manager", 4, "active", frozenset())
CONFIRMERS = ("general_manager", "officer")


def accomplice(role: str) -> Staff:
    """An account made by personnel, who knows its password and holds its second factor."""
    post = Post(role, 4 if role == "general_manager" else 2, "active", frozenset())
    newcomer = Newcomer(
        f"own-{role}",
        "替身",
        f"own-{role}",
        post,
        password=cast.PASSWORD,
        totp=cast.TOTP_SECRET,
        check=cast.passed_check(),
    )
    return actions.hire(cast.identity("hr"), newcomer)


def as_her(person: Staff) -> gate.Identity:
    return gate.Identity(staff=person.pk, second_factor=True)


@pytest.mark.req("ACC-10")
def test_a_general_manager_hired_through_the_pages_cannot_be_used(database: str) -> None:
    record_check(cast.identity("hr"), number="0666", checked=cast.passed_check())
    form = {"name": "替身", "number": "0666", "account": "own", "role": "general_manager", "clearance": "4"}
    hired = as_("hr").post(reverse("organisation:hire"), form)
    password = re.search(r"初始密码</dt><dd><code>([^<]+)", pages.text(hired))
    assert password
    own = Client()
    own.post(reverse("account_login"), {"login": "own", "password": password.group(1)})
    for url in (reverse("mfa_activate_totp"), reverse("mfa_add_webauthn"), "/"):
        answer = own.get(url, follow=True)
        assert answer.request["PATH_INFO"] == reverse("account_login"), url
    assert not Authenticator.objects.filter(user__username="own").exists()


@pytest.mark.parametrize("action", [Action.RESIDENT_LIST, Action.HOUSEHOLD_VIEW, Action.LEDGER_READ])
def test_nor_at_the_gate_with_the_second_factor_in_hand(database: str, action: str) -> None:
    with pytest.raises(gate.Denied) as refused, gate.passage(as_her(accomplice("general_manager")), action):
        pass
    assert "actor.not_in_post" in refused.value.decision.reasons


@pytest.mark.parametrize("helper", CONFIRMERS)
def test_nor_with_a_second_account_of_her_own(database: str, helper: str) -> None:
    """The account that would confirm waits itself; and the one that is not sensitive may not confirm."""
    top = accomplice("general_manager")
    mark = current_post(top).mark
    helpers = [accomplice("officer") if helper == "officer" else top, accomplice("counter")]
    for each in (*map(as_her, helpers), cast.identity("hr")):
        with pytest.raises(gate.Denied):
            actions.confirm_post(each, staff=top.pk, seen=mark, approve=True)
    assert [entry["outcome"] for entry in pages.entries(Action.STAFF_CONFIRM)] == ["denied"] * 3
    top.refresh_from_db()
    assert top.status == "waiting"


def test_nor_in_steps_each_of_which_looks_harmless(database: str) -> None:
    """An ordinary hire raised; suspended and back; gone and back; a waiting one edited."""
    hr, own = cast.identity("hr"), accomplice("counter")
    steps = [
        TOP,
        Post("counter", 4, "active", frozenset()),
        Post("general_manager", 4, "suspended", frozenset()),
        TOP,
        Post("general_manager", 4, "left", frozenset()),
        TOP,
        Post("counter", 2, "active", frozenset()),
        Post("counter", 3, "active", frozenset()),
    ]
    for post in steps:
        changed = actions.change_post(hr, staff=own.pk, post=post)
        assert changed.status != "active" or not current_post(changed).is_sensitive
    assert changed.status == "waiting"


def test_nor_by_way_of_a_colleague_who_holds_such_a_post(database: str) -> None:
    """She can take the general manager out of post at once; to put somebody back takes a second person."""
    manager = cast.staff("general_manager")
    suspended = Post("general_manager", 4, "suspended", frozenset())
    assert actions.change_post(cast.identity("hr"), staff=manager, post=suspended).status == "suspended"
    assert actions.change_post(cast.identity("hr"), staff=manager, post=TOP).status == "waiting"

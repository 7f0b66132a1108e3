"""New versions of the company's texts, as the officer makes them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.cli.demo_company import current_code
from lindun.gate.vocabulary import Action
from lindun.organisation.models import SENSITIVE_ROLES
from lindun.policies import promising, publishing, queries
from lindun.policies.models import Kind, Signature, State, Text
from lindun.policies.publishing import Draft
from lindun.standing import codes
from tests import cast
from tests.scoped import everywhere

TAKEN_OUT = "## 拿不准就问\n不知道能不能说、能不能给，先停下来，用系统里的“问主管”问一声。\n"
PUT_IN = "## 快递单先撕后扔\n快递单上的姓名和电话先撕掉再扔。"
BEFORE, AFTER = "只核对号码后四位", "只核对号码后三位"


def in_force(kind: Kind = Kind.RULES, role: str = "") -> Text:
    with everywhere(Action.TEXT_REVIEW):
        return queries.in_force(kind, role)


def up_to_date(name: str) -> gate.Identity:
    """A character who has acknowledged the rules in force and signed the pledge, so that her work is open."""
    who = cast.identity(name)
    promising.acknowledge(who, Kind.RULES, text=in_force().pk)
    with gate.passage(who, Action.POLICY_VIEW) as passage:
        due = passage.actor.lapsed
    if codes.PLEDGE in due:
        promising.sign(who, text=in_force(Kind.PLEDGE).pk, proof=who)
    return who


def changed(text: str) -> str:
    """The rules with one clause changed, one taken out and one put in."""
    assert TAKEN_OUT in text
    assert BEFORE in text
    return text.replace(TAKEN_OUT, "").replace(BEFORE, AFTER) + "\n" + PUT_IN


def draft(kind: Kind = Kind.RULES, role: str = "", **said: str) -> Draft:
    """A proposal that differs from what is in force."""
    current = in_force(kind, role).chinese
    chinese = changed(current) if kind == Kind.RULES and TAKEN_OUT in current else f"{current}\n## {_fresh()}"
    known: dict[str, Any] = {"kind": kind, "role": role, "chinese": chinese, "why": "按检查结果修改"}
    return Draft(**(known | said))


def _fresh() -> str:
    return f"新增一条{uuid4().hex[:6]}"


def proposed(kind: Kind = Kind.RULES, role: str = "", **said: str) -> Text:
    return publishing.propose(up_to_date("officer"), draft(kind, role, **said))


def published(kind: Kind = Kind.RULES, role: str = "", **said: str) -> Text:
    text = proposed(kind, role, **said)
    return publishing.decide(up_to_date("general_manager"), text=text.pk, approve=True, seen=text.digest)


def proof(name: str, **typed: str) -> dict[str, str]:
    """What a character types to sign: her password, and the code of now where her post has one."""
    code = current_code(cast.TOTP_SECRET) if cast.PEOPLE[name][0] in SENSITIVE_ROLES else ""
    return {"password": cast.PASSWORD, "code": code} | typed


def promise(name: str, **typed: str) -> dict[str, str]:
    """The form of the pledge as a character fills it in."""
    return {"text": str(in_force(Kind.PLEDGE).pk)} | proof(name, **typed)


def sign_pledge(browser: Client, name: str, **typed: str) -> Any:
    return browser.post(reverse("policies:sign"), promise(name, **typed))


def signed(name: str) -> Signature:
    """A character's pledge, signed now unless she has."""
    who = cast.identity(name)
    with everywhere(Action.POLICY_VIEW):
        known = Signature.objects.filter(staff_id=who.person, text__isnull=False).first()
    return known or promising.sign(who, text=in_force(Kind.PLEDGE).pk, proof=who)


def waiting() -> Text:
    """The rules that wait for a second person."""
    with everywhere(Action.TEXT_REVIEW):
        known = Text.objects.filter(kind=Kind.RULES, state=State.WAITING).first()
    return known or proposed()

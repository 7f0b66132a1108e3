"""A thing of the company as it comes into somebody's hands: registered, proposed, approved."""

from __future__ import annotations

from lindun.assets import actions
from lindun.assets.models import Asset, Issue
from tests import cast


def registered(*, sort: str = "medium", what: str = "U盘 32G") -> Asset:
    return actions.register(cast.identity("hr"), sort=sort, what=what)


def proposed(*, to: str = "counter", sort: str = "medium") -> Issue:
    return actions.issue(cast.identity("hr"), asset=registered(sort=sort).pk, holder=cast.staff(to))


def issued(*, to: str = "counter", by: str = "manager", sort: str = "medium") -> Issue:
    return actions.decide(cast.identity(by), issue=proposed(to=to, sort=sort).pk, approve=True)

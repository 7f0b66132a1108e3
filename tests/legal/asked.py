"""Somebody from outside asked for something, for other tests to act on."""

from __future__ import annotations

from lindun.legal import actions
from lindun.legal.actions import Asked
from lindun.legal.models import Enquiry
from tests import cast

POLICE = Asked(
    "police", "云栖分局刑侦大队", "杭公云调〔2026〕118号", "核实3幢一户的车牌", frozenset({"notice", "cards"})
)


def asked(what: Asked = POLICE, *, who: str = "counter") -> Enquiry:
    enquiry, _found = actions.record(cast.identity(who), what)
    return enquiry

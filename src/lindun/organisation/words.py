"""Words for the codes that a change of post leaves in the ledger: role, clearance, status, places."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindun.organisation.models import Role, Status
from lindun.web import levels


def changes(reasons: Iterable[str], *, scheme: str) -> list[str]:
    """What a change of post changed: "客服 → 主管". Parts that stayed as they were are left out."""
    before, after = _parts(reasons, "before."), _parts(reasons, "after.")
    return [
        f"{_word(name, before[name], scheme)} → {_word(name, code, scheme)}"
        if name in before
        else _word(name, code, scheme)
        for name, code in after.items()
        if before.get(name) != code
    ]


def _parts(reasons: Iterable[str], prefix: str) -> dict[str, str]:
    """`before.role.counter` -> {"role": "counter"}."""
    codes = (code.removeprefix(prefix) for code in reasons if code.startswith(prefix))
    return {name: value for name, dot, value in (code.partition(".") for code in codes) if dot}


def _word(name: str, code: str, scheme: str) -> str:
    if name == "role":
        return str(dict(Role.choices).get(code, code))
    if name == "status":
        return str(dict(Status.choices).get(code, code))
    if name == "clearance":
        return levels.word(int(code.removeprefix("l")), scheme)
    if name == "places":
        count = int(code.removeprefix("n"))
        return ngettext("%(n)d place", "%(n)d places", count) % {"n": count}
    return code


def nobody() -> str:
    """Who did it, when it was no member of staff."""
    return _("the system")

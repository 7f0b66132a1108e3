"""Words for the codes that a change of post leaves in the ledger: role, clearance, status, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindun.estates.queries import place_names
from lindun.organisation.models import Role, Status
from lindun.organisation.queries import position_name
from lindun.web import levels

KINDS = {"b": "building", "c": "community"}
NUMBER, PLACE, POSITION = "places", "place", "position"


def changes(reasons: Iterable[str], *, scheme: str) -> list[str]:
    """What a change of post changed: "客服 → 主管". Parts that stayed as they were are left out."""
    before, after = sides(reasons, scheme=scheme)
    paired = [f"{before[part]} → {words}" if part in before else words for part, words in after.items()]
    return paired + [f"{words} → –" for part, words in before.items() if part not in after]


def sides(reasons: Iterable[str], *, scheme: str) -> tuple[dict[str, str], dict[str, str]]:
    """The parts that changed, in words, before and after: {"role": "客服", "place": "3栋、5栋"}."""
    codes = list(reasons)
    before, after = _parts(codes, "before."), _parts(codes, "after.")
    named = bool(before.get(PLACE) or after.get(PLACE))
    changed = [
        part
        for part in dict.fromkeys([*after, *before])
        if before.get(part) != after.get(part)
        and not (part == NUMBER and (named or not before))
        and not (part == POSITION and before.get("role") != after.get("role"))  # goes with the role
    ]
    names = place_names() if named else {}
    return tuple(  # type: ignore[return-value]
        {part: _said(part, side[part], scheme, names) for part in changed if part in side}
        for side in (before, after)
    )


def _parts(codes: Sequence[str], prefix: str) -> dict[str, list[str]]:
    """`before.role.counter`, `before.place.b3` -> {"role": ["counter"], "place": ["b3"]}."""
    found: dict[str, list[str]] = {}
    for code in codes:
        name, dot, value = code.removeprefix(prefix).partition(".")
        if code.startswith(prefix) and dot:
            found.setdefault(name, []).append(value)
    return found


def _said(part: str, values: Sequence[str], scheme: str, names: dict[str, str]) -> str:
    return _(", ").join(_word(part, value, scheme, names) for value in values)


def _word(name: str, code: str, scheme: str, places: dict[str, str]) -> str:
    if name == "role":
        return str(dict(Role.choices).get(code, code))
    if name == POSITION:
        return position_name(int(code.removeprefix("p"))) or code
    if name == "status":
        return str(dict(Status.choices).get(code, code))
    if name == "clearance":
        return levels.word(int(code.removeprefix("l")), scheme)
    if name == PLACE:
        return places.get(f"{KINDS.get(code[0])}:{code[1:].replace('-', '')}", code)
    if name == NUMBER:
        count = int(code.removeprefix("n"))
        return ngettext("%(n)d place", "%(n)d places", count) % {"n": count}
    return code


def drop(code: str, *, scheme: str) -> str:
    """What a proposal would take away: a place, the clearance above a level, the account."""
    part, _dot, value = code.partition(".")
    if part == "clearance":
        return _("cleared only to %(level)s") % {"level": _word(part, value, scheme, {})}
    if part == "status":
        return _("the account, suspended")
    return _word(part, value, scheme, place_names())


def nobody() -> str:
    """Who did it, when it was no member of staff."""
    return _("the system")

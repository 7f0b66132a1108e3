"""Cases at each stage, for the table of routes: one is used again until somebody has moved it on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from lindun.conduct import actions
from lindun.conduct.models import Case
from lindun.ledger import keys
from lindun.ledger.sealing import at_work
from lindun.organisation.actions import Newcomer, Post, hire
from tests import cast
from tests.conduct import cases
from tests.conduct.cases import NUMBERS
from tests.scoped import everywhere

Kept = dict[str, tuple[UUID, tuple[object, ...]]]
_kept: Kept = {}


def build(name: str, who: str) -> UUID:
    """A case of this name of the table, as `who` meets it: one about herself where it is her own."""
    name_of_hers = "counter" if who == "anonymous" else who.removeprefix("weak_")
    if name.startswith("own"):
        return OWN[name](name_of_hers).pk
    with everywhere(action=cases.ANYTHING):
        known = _kept.get(name)
        kept = Case.objects.filter(pk=known[0]).first() if known else None
        if known and kept and _mark(kept) == known[1]:
            return kept.pk
    made = STAGES[name]()
    with everywhere(action=cases.ANYTHING):
        _kept[name] = made.pk, _mark(Case.objects.get(pk=made.pk))
    return made.pk


def _mark(case: Case) -> tuple[object, ...]:
    """How far a case is, and what a step would add to it."""
    counted = (case.evidence.count(), case.hearings.count(), case.deductions.count(), case.inquiries.count())
    steps = [hasattr(case, name) for name in ("decision", "reply", "naming", "bulletin")]
    answered = case.reply.answered_at if hasattr(case, "reply") else None
    return (case.asked_at, case.suspended_at, case.closed_at, answered, *counted, *steps)


def _own_decided(name: str) -> Case:
    """A case about herself, decided by somebody without a part in it."""
    case = cases.asked(accused=NUMBERS[name], by="manager" if name == "supervisor" else "supervisor")
    witness = NUMBERS["repair" if name == "guard" else "guard"]
    recorder = "officer" if name == "hr" else "hr"
    said = {"kind": "refused", "words": "", "witness": witness}
    actions.take_down(cast.identity(recorder), case=case.pk, **said)
    cases.decide(case, by="general_manager" if name in {"officer", "hr"} else "officer")
    return case


def _hired() -> str:
    """Somebody of her own, who may be suspended without another test missing her."""
    name = f"n{uuid4().hex[:8]}"
    post = Post("counter", 2, "active", frozenset())
    hired = hire(cast.identity("hr"), Newcomer(name, "新来的", name, post, password=cast.PASSWORD))
    return hired.number


def _sealed() -> Case:
    case = cases.closed()
    with at_work(keys.read_signer()) as sealer:
        sealer.seal()
    return case


OWN: dict[str, Callable[[str], Case]] = {
    "own case": lambda name: cases.asked(accused=NUMBERS[name]),
    "own case decided": _own_decided,
}
STAGES: dict[str, Callable[[], Case]] = {
    "case": lambda: cases.reported(by="hr"),
    "case about a newcomer": lambda: cases.reported(by="hr", accused=_hired()),
    "case asked": lambda: cases.asked(by="hr"),
    "case heard": cases.heard,
    "case appealed": cases.appealed,
    "case with a loss": cases.with_loss,
    "case for a notice": cases.heavy,
    "case final": cases.final,
    "case sealed": _sealed,
}
BUILDERS = (*STAGES, *OWN)

"""Cases in words: the proposal explained, the steps of a case as a list that fills up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from lindun.conduct.ladder import HEAVIER, Proposal
from lindun.conduct.models import Case, Heard, Stage

TONES = {
    Stage.REPORTED: "warn",
    Stage.HEARING: "warn",
    Stage.HEARD: "warn",
    Stage.DECIDED: "on",
    Stage.APPEALED: "warn",
    Stage.FINAL: "on",
    Stage.CLOSED: "",
}


NO_REMEDIES = _lazy(
    "A confirmed breach by a partner brings three remedies with it: say who sees to each, and until when."
)


@dataclass(frozen=True)
class Line:
    who: str
    what: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """One of the six steps. `done`: it lies behind; `current`: the case is here."""

    title: str
    done: bool
    current: bool
    lines: list[Line]


@dataclass(frozen=True)
class Row:
    case: Case
    stage: Stage

    @property
    def tone(self) -> str:
        return TONES[self.stage]


def row(case: Case) -> Row:
    return Row(case, case.stage(timezone.now()))


def outcome(case: Case) -> str:
    """In a word: what was found, or how far it is."""
    made = getattr(case, "decision", None)
    if made is None:
        return str(case.stage(timezone.now()).label)
    return _("violation confirmed") if made.confirmed else _("no violation")


def tone(case: Case) -> str:
    made = getattr(case, "decision", None)
    if made is None:
        return "warn"
    return "trouble" if made.confirmed else ""


def of_a_partner(earlier: int) -> list[str]:
    """What a confirmed case about a partner brings about, and what came before it."""
    before = ngettext(
        "%(n)s earlier case about this partner in the last two years.",
        "%(n)s earlier cases about this partner in the last two years.",
        earlier,
    )
    return [
        before % {"n": earlier} if earlier else _("No earlier case about it in the last two years."),
        _("If it is confirmed, the partner is blocked at once: its links and files stop."),
        _("What it was given is frozen as evidence; three remedies stand on its page until each is settled."),
    ]


def explained(proposal: Proposal) -> list[str]:
    """Why this rung: what the table says, what history adds, what goes with it, who decides."""
    said = [_("By gravity and intent: %(measure)s.") % {"measure": proposal.by_table.label}]
    if proposal.earlier:
        text = ngettext(
            "%(n)s earlier case in the last two years: one rung up.",
            "%(n)s earlier cases in the last two years: each is one rung up.",
            proposal.earlier,
        )
        said.append(text % {"n": proposal.earlier})
    else:
        said.append(_("No earlier case in the last two years."))
    if proposal.at_once:
        said.append(_("With it: correct at once, and remove the effects."))
    if proposal.rung >= HEAVIER:
        said.append(_("From an internal notice upwards the general manager decides."))
    return said


def steps(case: Case, *, to_the_accused: bool = False) -> list[Step]:
    """Report, hear, decide, appeal, notice, close. to_the_accused: without whoever reported it."""
    stage = case.stage(timezone.now())
    order = [
        (_("Case reported"), {Stage.REPORTED}, _reported(case, to_the_accused)),
        (_("Person heard"), {Stage.HEARING}, _heard(case)),
        (_("Case decided"), {Stage.HEARD}, _decided(case)),
        (_("Appeal"), {Stage.DECIDED, Stage.APPEALED}, _replied(case, stage)),
        (_("Internal notice"), set(), _noticed(case)),
        (_("Closing of the case"), {Stage.FINAL}, _closed(case)),
    ]
    return [
        Step(title, done=bool(lines) and stage not in here, current=stage in here, lines=lines)
        for title, here, lines in order
        if here or lines
    ]


def _reported(case: Case, to_the_accused: bool) -> list[Line]:
    who = "" if to_the_accused else case.reported_by.name
    return [Line(who, _("reported it"), case.reported_at)]


def _heard(case: Case) -> list[Line]:
    found = []
    if case.asked_at and case.asked_by:
        found.append(Line(case.asked_by.name, _("asked for a statement"), case.asked_at))
    for heard in case.hearings.all():
        witness = _("witness: %(name)s") % {"name": heard.witness.name} if heard.witness else ""
        who = case.accused.name if heard.kind == Heard.WRITTEN and case.accused else heard.taken_by.name
        found.append(Line(who, heard.get_kind_display(), heard.at, witness))
    if case.suspended_at and case.suspended_by:
        found.append(Line(case.suspended_by.name, _("suspended for the time of the case"), case.suspended_at))
    return found


def _decided(case: Case) -> list[Line]:
    made = getattr(case, "decision", None)
    if made is None:
        return []
    measure = made.get_rung_display() if made.rung else _("violation confirmed")
    return [Line(made.decided_by.name, measure if made.confirmed else _("no violation"), made.at, made.why)]


def _replied(case: Case, stage: Stage) -> list[Line]:
    made = getattr(case, "reply", None)
    if made is None:
        over = stage in {Stage.FINAL, Stage.CLOSED} and case.accused_id and case.decision.confirmed
        return [Line("", _("No appeal was made in time."), case.decision.appeal_until)] if over else []
    who = case.accused.name if case.accused else ""
    found = [Line(who, _("accepts the decision") if made.accepted else _("appeals"), made.at, made.words)]
    if made.answered_at:
        measure = f" · {made.get_rung_display()}" if made.rung else ""
        what = f"{made.get_outcome_display()}{measure}"
        found.append(Line(made.answered_by.name, what, made.answered_at, made.answer))
    return found


def _noticed(case: Case) -> list[Line]:
    found = []
    if hasattr(case, "naming"):
        found.append(Line(case.naming.by.name, _("agreed to naming"), case.naming.at))
    if hasattr(case, "bulletin"):
        found.append(Line(case.bulletin.by.name, _("published the internal notice"), case.bulletin.at))
    return found


def _closed(case: Case) -> list[Line]:
    if not case.closed_at or not case.closed_by:
        return []
    return [Line(case.closed_by.name, _("closed the case"), case.closed_at)]

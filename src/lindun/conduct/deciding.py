"""The decision and what follows it: acceptance or appeal, its answer, deductions, closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.conduct import dossier, firms, ladder, queries, wages
from lindun.conduct.actions import BadCase, cleaned, look_up, own_page, page
from lindun.conduct.ladder import Proposal, Rung
from lindun.conduct.models import MOST_STATEMENT, Answer, Case, Decision, Deduction, Reply, Stage
from lindun.conduct.rules import deciders
from lindun.conduct.wages import WageRule
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation import queries as people
from lindun.organisation.models import Staff
from lindun.partners.breaches import Remedies
from lindun.partners.models import Breach


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is decided. rung: None for a partner, and where nothing was confirmed. Money in yuan.

    remedies: of a confirmed case about a partner.
    """

    confirmed: bool
    rung: int | None = None
    why: str = ""
    correct_at_once: bool = False
    remove_effects: bool = False
    legal_action: bool = False
    loss: Decimal | None = None
    compensation: Decimal | None = None
    remedies: Remedies | None = None


class BadDeduction(BadCase):
    """The wage rules do not allow it; the message shows the rules and the most they allow."""

    def __init__(self, broken: list[WageRule], most: Decimal) -> None:
        rules = " ".join(str(rule.label) for rule in broken)
        super().__init__(
            f"{rules} " + _("At most %(most)s yuan can be deducted this month.") % {"most": most}
        )
        self.broken = broken


def proposal(found: Case) -> Proposal | None:
    """The rung that is proposed, read in an open passage; None for a partner, who is on no ladder."""
    if found.accused_id is None:
        return None
    return ladder.propose(
        found.gravity,
        found.intent,
        earlier=queries.earlier_cases(found, now=timezone.now()),
        shown=queries.shown_rungs(),
    )


def decide(who: gate.Identity, *, case: UUID, verdict: Verdict) -> Decision:
    """Issue the decision. Refused unheard, by the reporter or the accused, and too heavy for one's post.

    Raises gate.Denied, gate.NotHere, BadCase.
    """
    known = look_up(who, case)
    with gate.passage(
        who,
        Action.CASE_DECIDE,
        other_person=known.accused_id,
        proposed_by=_part_of(who, known.reporters),
        deciders=deciders(verdict.rung, cuts_off=verdict.confirmed and known.partner_id is not None),
        writes=True,
    ) as passage:
        found = queries.locked(case)
        proposed = proposal(found)
        why = cleaned(verdict.why)
        _check(found, verdict, why, proposed)
        passage.saw([case], kind="case")
        passage.about(*_codes(verdict))
        breach = firms.follow(passage, found, verdict.remedies) if verdict.confirmed else None
        decision = _issue(who, found, verdict, why, proposed, breach)
        settle(who, reference=found.number)
        _tell(found)
        return decision


def reply(who: gate.Identity, *, case: UUID, accept: bool, words: str = "") -> Reply:
    """The person's own answer to the decision: she accepts it, or appeals in time and says why.

    Raises gate.Denied, gate.NotHere, BadCase.
    """
    said = "" if accept else cleaned(words, most=MOST_STATEMENT)
    if not accept and not said:
        raise BadCase(_("Say why you appeal."))
    with gate.passage(who, Action.OWN_CASE_STATE, writes=True) as passage:
        queries.own_case(passage, case)
        found = queries.locked(case)
        if found.stage(timezone.now()) != Stage.DECIDED:
            raise BadCase(_("The time for an appeal is over, or you have answered already."))
        passage.saw([case], kind="case")
        passage.about("case.accepted" if accept else "case.appealed")
        made = Reply.objects.create(
            case=found, accepted=accept, words=said, by_id=who.person, at=timezone.now()
        )
        settle(who, reference=found.number)
        if not accept:
            kind = Kind.CASE_APPEALED
            notify(to=queries.handlers(found), kind=kind, reference=found.number, url=page(found))
        return made


def answer(who: gate.Identity, *, case: UUID, outcome: str, words: str, rung: int | None = None) -> Reply:
    """Answer an appeal, as somebody who is neither accused nor reporter nor decider: never heavier.

    Raises gate.Denied, gate.NotHere, BadCase.
    """
    known, why = look_up(who, case), cleaned(words)
    with gate.passage(
        who,
        Action.CASE_ANSWER,
        other_person=known.accused_id,
        proposed_by=_part_of(who, known.reporters + _deciders(known)),
        writes=True,
    ) as passage:
        found = queries.locked(case)
        if found.stage(timezone.now()) != Stage.APPEALED:
            raise BadCase(_("No appeal waits here."))
        _check_answer(found, outcome, why, rung)
        passage.saw([case], kind="case")
        passage.about(f"appeal.{outcome}")
        made = found.reply
        made.outcome, made.answer, made.rung = outcome, why, rung if outcome == Answer.LIGHTENED else None
        made.answered_by_id, made.answered_at = who.staff, timezone.now()
        made.save(update_fields=["outcome", "answer", "rung", "answered_by", "answered_at"])
        settle(who, reference=found.number)
        to = people.accounts_of(made.by_id)
        notify(to=to, kind=Kind.CASE_ANSWERED, reference=found.number, url=own_page(found))
        return made


def deduct(who: gate.Identity, *, case: UUID, month: date, pay: Decimal, amount: Decimal) -> Deduction:
    """Enter what is deducted from a month's pay for the decided loss, within the wage rules.

    month: any day of it. pay, amount: yuan. Raises gate.Denied, gate.NotHere, BadDeduction, BadCase.
    """
    known = look_up(who, case)
    with gate.passage(who, Action.CASE_DEDUCT, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        if found.accused_id is None or found.stage(timezone.now()) in {Stage.APPEALED, Stage.CLOSED}:
            raise BadCase(_("Nothing is deducted while an appeal waits, from a partner, or after closing."))
        queries.hold_wages_of(found.accused_id)
        first, open_loss = month.replace(day=1), queries.open_loss(found)
        known_month = queries.month_of(found.accused_id, first, pay=pay)
        if amount <= 0 or (rules := wages.broken(amount, known_month, open_loss=open_loss)):
            raise BadDeduction(rules if amount > 0 else [WageRule.LOSS],
                               wages.most(known_month, open_loss=open_loss))  # fmt: skip
        passage.saw([case], kind="case")
        passage.about("case.deduction")
        return Deduction.objects.create(
            case=found, month=first, amount=amount, pay=pay, entered_by_id=who.person, at=timezone.now()
        )


def close(who: gate.Identity, *, case: UUID) -> Case:
    """Close a final case: its record is written once, and its fingerprint stands in this passage's entry.

    Raises gate.Denied, gate.NotHere, BadCase.
    """
    known = look_up(who, case)
    with gate.passage(who, Action.CASE_CLOSE, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        if found.stage(timezone.now()) != Stage.FINAL:
            raise BadCase(_("Only a final decision can be closed: accepted, answered, or past its time."))
        found.closed_by, found.closed_at = Staff.objects.get(pk=who.person), timezone.now()
        found.record = dossier.record(found)
        found.save(update_fields=["closed_by", "closed_at", "record"])
        passage.saw([case], kind="case")
        passage.about(*dossier.fingerprint(found.record))
        settle(who, reference=found.number)
        return found


def _check(found: Case, verdict: Verdict, why: str, proposed: Proposal | None) -> None:
    if hasattr(found, "decision"):
        raise BadCase(_("This case was decided meanwhile."))
    if not found.hearings.all():
        raise BadCase(
            _("Nobody has been heard yet. Ask for the statement, or record the refusal with a witness.")
        )
    if not verdict.confirmed:
        if not why:
            raise BadCase(_("Say why it is not confirmed."))
        return
    if (verdict.rung is None) != (proposed is None):
        raise BadCase(_("Choose a measure of the ladder; for a partner there is none."))
    if proposed and verdict.rung not in queries.shown_rungs():
        raise BadCase(_("The company does not use this measure."))
    if proposed and verdict.rung != proposed.rung and not why:
        raise BadCase(_("Another measure than the proposed one needs a reason."))
    if verdict.compensation and verdict.compensation > (verdict.loss or 0):
        raise BadCase(_("Compensation makes good a loss and is never more than the loss."))


def _issue(
    who: gate.Identity,
    found: Case,
    verdict: Verdict,
    why: str,
    proposed: Proposal | None,
    breach: Breach | None,
) -> Decision:
    now, days = timezone.now(), queries.terms().appeal_days
    held = verdict.confirmed
    return Decision.objects.create(
        case=found,
        confirmed=held,
        rung=verdict.rung if held else None,
        proposed=proposed.rung if proposed else None,
        why=why,
        correct_at_once=held and verdict.correct_at_once,
        remove_effects=held and verdict.remove_effects,
        legal_action=held and verdict.legal_action,
        loss=verdict.loss if held else None,
        compensation=(verdict.compensation or None) if held else None,
        breach=breach,
        decided_by_id=who.person,
        at=now,
        appeal_until=now + timedelta(days=days),
    )


def _codes(verdict: Verdict) -> list[str]:
    if not verdict.confirmed:
        return ["case.not_confirmed"]
    return ["case.confirmed", *([f"rung.{Rung(verdict.rung).name.lower()}"] if verdict.rung else [])]


def _tell(found: Case) -> None:
    if found.accused_id:
        to = people.accounts_of(found.accused_id)
        notify(to=to, kind=Kind.CASE_DECIDED, reference=found.number, url=own_page(found))
    to = queries.personnel(found)
    notify(to=to, kind=Kind.CASE_TO_CARRY_OUT, reference=found.number, url=page(found))


def _check_answer(found: Case, outcome: str, why: str, rung: int | None) -> None:
    if outcome not in Answer.values or not why:
        raise BadCase(_("Choose an answer and give its reasons."))
    lighter = [step for step in queries.shown_rungs() if step < (found.decision.rung or 0)]
    if outcome == Answer.LIGHTENED and rung not in lighter:
        raise BadCase(_("Choose a lighter measure than the one decided."))


def _part_of(who: gate.Identity, parts: list[UUID]) -> UUID | None:
    """The gate compares one account: of those with a part in it her own if it is there, else the last."""
    hers = people.accounts_of(who.person)
    return next((part for part in parts if part in hers), parts[-1])


def _deciders(known: Case) -> list[UUID]:
    return [known.decision.decided_by_id] if hasattr(known, "decision") else []

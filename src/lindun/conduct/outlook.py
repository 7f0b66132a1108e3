"""What a reader may do with a case now, for showing buttons; the gate decides each of them again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.conduct import publishing, queries
from lindun.conduct.models import Case, Stage
from lindun.core.policy import Access
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web import reasons
from lindun.web.reasons import Explanation

OPEN = {Stage.REPORTED, Stage.HEARING, Stage.HEARD}


@dataclass(frozen=True)
class May:
    """Each flag is one button; `blocked` says why a decision that waits is not this reader's."""

    add: bool
    ask: bool
    take_down: bool
    suspend: bool
    decide: bool
    answer: bool
    deduct: bool
    name: bool
    publish: bool
    close: bool
    export: bool
    blocked: Explanation | None


def of(passage: gate.Passage, case: Case, request: StaffRequest) -> May:
    """Read inside the passage that shows the case."""
    stage = case.stage(timezone.now())
    publishes = publishing.may_publish(case)
    decided = stage == Stage.HEARD and offers(Action.CASE_DECIDE)(request)
    answered = stage == Stage.APPEALED and offers(Action.CASE_ANSWER)(request)
    why = None
    if decided:
        why = _apart(passage, case, Action.CASE_DECIDE, case.reporters)
    elif answered:
        parts = [*case.reporters, case.decision.decided_by_id]
        why = _apart(passage, case, Action.CASE_ANSWER, parts)
    return May(
        add=stage in OPEN,
        ask=stage == Stage.REPORTED and offers(Action.CASE_HEAR)(request),
        take_down=stage in {Stage.HEARING, Stage.HEARD} and offers(Action.CASE_HEAR)(request),
        suspend=_suspends(case, stage) and offers(Action.CASE_SUSPEND)(request),
        decide=decided and why is None,
        answer=answered and why is None,
        deduct=stage in {Stage.DECIDED, Stage.FINAL}
        and queries.open_loss(case) > 0
        and offers(Action.CASE_DEDUCT)(request),
        name=publishes and not hasattr(case, "naming") and offers(Action.CASE_NAME)(request),
        publish=publishes and offers(Action.CASE_PUBLISH)(request),
        close=stage == Stage.FINAL and offers(Action.CASE_CLOSE)(request),
        export=stage == Stage.CLOSED and offers(Action.CASE_EXPORT)(request),
        blocked=why,
    )


def draft_of(case: Case) -> str:
    """The notice as it would be published, empty where there is none to publish."""
    return publishing.draft(case) if publishing.may_publish(case) else ""


def _suspends(case: Case, stage: Stage) -> bool:
    return stage in OPEN and case.accused_id is not None and case.suspended_at is None


def _apart(passage: gate.Passage, case: Case, action: str, parts: list[UUID]) -> Explanation | None:
    """Whether this deed is not hers: one of those with a part in it is she."""
    refusals = (_refusal(passage, case, action, str(part)) for part in parts)
    return next(filter(None, refusals), None)


def _refusal(passage: gate.Passage, case: Case, action: str, part: str) -> Explanation | None:
    decision = passage.outlook(
        Access(
            actor=passage.actor,
            action=action,
            now=timezone.now(),
            other_person=str(case.accused_id) if case.accused_id else None,
            proposed_by=part,
        )
    )
    return None if decision.allowed else reasons.explain(decision.reasons, decision.ways_on)

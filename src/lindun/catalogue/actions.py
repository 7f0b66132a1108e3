"""Every write of the catalogue: propose a change of the matrix, decide it, ask for a classification."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun import gate
from lindun.catalogue.models import Change, ChangeState, ClassificationTask, DataItem, Need, Purpose, Way
from lindun.gate.vocabulary import Action

_UNFIT = {
    Way.CALL: gettext_lazy("Only a phone number can be called."),
    Way.PRINT: gettext_lazy("Data of the highest level is never printed: a sheet has one holder."),
}


class BadChange(Exception):
    """The change cannot be proposed or decided; the text says why and what to do."""


def propose_change(who: gate.Identity, *, purpose: str, item: str, after: str, necessity: str) -> Change:
    """Propose what a purpose may do with an item: a way of use, or '' for not needed.

    Nothing changes until a second person approves. Raises gate.Denied, BadChange.
    """
    if after and after not in Way.values:
        raise BadChange(_("Choose one of the ways of use."))
    if len(necessity.strip()) < 6:
        raise BadChange(_("Say in a sentence why the purpose needs this; the second person decides by it."))
    with gate.passage(who, Action.CHANGE_PROPOSE, purpose=purpose, writes=True) as passage:
        before = _current(purpose, item)
        if before == after:
            raise BadChange(_("The matrix already says this."))
        _check_known(purpose, item)
        if after and after not in DataItem.objects.get(pk=item).ways:
            raise BadChange(_UNFIT[Way(after)])
        passage.items.append(item)
        passage.about(*_codes(before, after))
        try:
            with transaction.atomic():
                change = Change.objects.create(
                    purpose_id=purpose,
                    item_id=item,
                    before=before,
                    after=after,
                    necessity=necessity.strip(),
                    proposed_by_id=who.person,
                )
        except IntegrityError as error:
            raise BadChange(_("A change of this cell is already waiting for a decision.")) from error
        passage.saw([change.id], kind="change")
        return change


def decide_change(who: gate.Identity, *, change: UUID, approve: bool) -> Change:
    """Approve or refuse a proposal as a second person; approving puts it in force at once.

    Raises gate.Denied when the decider is the proposer, gate.NotHere, and BadChange when the matrix has moved
    on since the proposal (then it must be proposed again).
    """
    proposer = Change.objects.filter(pk=change).values_list("proposed_by_id", flat=True).first()
    with gate.passage(who, Action.CHANGE_DECIDE, other_person=proposer, writes=True) as passage:
        proposal = Change.objects.select_for_update().filter(pk=change).first()
        if proposal is None:
            raise gate.NotHere
        if proposal.state != ChangeState.PROPOSED:
            raise BadChange(_("This proposal has been decided already."))
        if approve and _current(proposal.purpose_id, proposal.item_id) != proposal.before:
            raise BadChange(_("The matrix has changed since this was proposed: please propose it again."))
        passage.saw([change], kind="change")
        passage.purpose = proposal.purpose_id
        passage.items.append(proposal.item_id)
        passage.about(*_codes(proposal.before, proposal.after), "approved" if approve else "refused")
        proposal.state = ChangeState.APPROVED if approve else ChangeState.REFUSED
        proposal.decided_by_id, proposal.decided_at = who.staff, timezone.now()
        proposal.save(update_fields=["state", "decided_by", "decided_at"])
        if approve:
            _apply(proposal)
        return proposal


def request_classification(*, labels: list[str], brought_by: UUID | None) -> None:
    """Give the officer a task for each unknown kind of data, one a label. Runs in the caller's passage."""
    for label in labels:
        ClassificationTask.objects.get_or_create(
            label=label[:40], settled_at=None, defaults={"brought_by_id": brought_by}
        )


def settle_classification(who: gate.Identity, *, task: UUID) -> None:
    """Mark a classification task as settled, once the item is catalogued or its collection was forbidden."""
    with gate.passage(who, Action.CLASSIFICATION_SETTLE, writes=True) as passage:
        if not ClassificationTask.objects.filter(pk=task, settled_at=None).update(settled_at=timezone.now()):
            raise gate.NotHere
        passage.saw([task], kind="classification")


def _check_known(purpose: str, item: str) -> None:
    if not (Purpose.objects.filter(pk=purpose).exists() and DataItem.objects.filter(pk=item).exists()):
        raise BadChange(_("This purpose or data item is not in the catalogue."))


def _current(purpose: str, item: str) -> str:
    return Need.objects.filter(purpose_id=purpose, item_id=item).values_list("way", flat=True).first() or ""


def _codes(before: str, after: str) -> tuple[str, str]:
    return f"before.{before or 'none'}", f"after.{after or 'none'}"


def _apply(proposal: Change) -> None:
    if not proposal.after:
        Need.objects.filter(purpose=proposal.purpose, item=proposal.item).delete()
        return
    Need.objects.update_or_create(
        purpose=proposal.purpose, item=proposal.item, defaults={"way": proposal.after}
    )

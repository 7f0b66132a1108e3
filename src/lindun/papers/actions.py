"""Every write about printed sheets after printing: accounted for, lost, past their time."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.assets import actions as assets
from lindun.assets.models import What
from lindun.core.policy import Place
from lindun.gate.passages import person_of
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.papers import queries
from lindun.papers.errors import BadSheet
from lindun.papers.models import MOST_WORDS, SETTLED, End, Sheet, Standing
from lindun.papers.rules import LEADERS, WATCHERS
from lindun.requests.actions import clean
from lindun.requests.models import Task


def account_for(who: gate.Identity, *, sheet: UUID, end: str, words: str = "") -> Sheet:
    """Say as somebody else than its holder that a sheet is back, destroyed, left there or never came out.

    Raises gate.Denied, gate.NotHere, BadSheet.
    """
    said = clean(words.strip()).text[:MOST_WORDS]
    if end not in SETTLED:
        raise BadSheet(_("Choose what became of the sheet."))
    if end != End.BACK and not said:
        raise BadSheet(_("Say in a few words how: the shredder, the receipt, what the printer did."))
    with gate.passage(who, Action.SHEET_VIEW) as looking:
        seen = queries.sheet(looking, sheet, now=timezone.now())
        looking.saw([sheet], kind="sheet")
        place = _place(seen)
    with gate.passage(
        who, Action.SHEET_RETURN, place=place, other_person=seen.holder_id, writes=True
    ) as passage:
        found = _out(passage, sheet)
        _finish(passage, found, End(end), words=said)
        return found


def report_lost(who: gate.Identity, *, sheet: UUID, words: str) -> Sheet:
    """Report a sheet lost: one's own, or one that whoever answers for the place found out about.

    A draft incident opens and the officers are told. Raises gate.Denied, gate.NotHere, BadSheet.
    """
    said = clean(words.strip()).text[:MOST_WORDS]
    if not said:
        raise BadSheet(_("Say when and where it was lost."))
    with gate.passage(who, Action.SHEET_LOSE, writes=True) as passage:
        seen = queries.sheet(passage, sheet, now=timezone.now())
        own = person_of(str(seen.holder_id)) == passage.actor.person
        if not own and passage.actor.role not in LEADERS | WATCHERS:
            raise gate.NotHere
        passage.place = _place(seen)
        found = _out(passage, sheet)
        write_off(passage, found, What.LOST, words=said)
        return found


def write_off(passage: gate.Passage, sheet: Sheet, what: What, *, words: str) -> None:
    """End a sheet as lost, with a draft incident. Runs in a passage that holds its row."""
    sheet.incident = assets.draft(
        passage,
        what,
        issue=None,
        asset=None,
        about=sheet.holder_id,
        words=f"{sheet.number} {words}"[:MOST_WORDS],
    )
    _finish(passage, sheet, End.LOST, words=words)


def tend(sheet: UUID) -> None:
    """Tell holder, leaders and officers, once, of a sheet that is not accounted for when it is due."""
    with gate.passage(gate.HOUSE, Action.SHEET_TEND, writes=True) as passage:
        found = queries.locked(sheet)
        passage.saw([sheet], kind="sheet")
        if found.standing(timezone.now()) is not Standing.OVERDUE or found.told_at is not None:
            return
        passage.about("sheet.overdue")
        task = Task.objects.get(pk=found.task_id)
        passage.place = Place(task.community_id, task.building_id)
        found.told_at = timezone.now()
        found.save(update_fields=["told_at"])
        people = {found.holder_id, *queries.watchers(task)}
        notify(
            to=people,
            kind=Kind.SHEET_OVERDUE,
            reference=found.number,
            url=reverse("papers:one", args=[sheet]),
        )


def _out(passage: gate.Passage, sheet: UUID) -> Sheet:
    """The sheet, held, if it is still out. Raises gate.NotHere, BadSheet."""
    found = queries.locked(sheet)
    if found.ended_at is not None:
        raise BadSheet(_("This sheet was accounted for meanwhile."))
    passage.saw([sheet], kind="sheet")
    passage.saw([found.holder_id], kind="staff")
    return found


def _finish(passage: gate.Passage, sheet: Sheet, end: End, *, words: str) -> None:
    sheet.end, sheet.words = end, words
    sheet.ended_by_id, sheet.ended_at = passage.who.person, timezone.now()
    sheet.save(update_fields=["end", "words", "ended_by", "ended_at", "incident"])
    passage.about(f"sheet.{end}")
    settle(passage.who, reference=sheet.number)


def _place(sheet: Sheet) -> Place | None:
    """Where it belongs, as far as this reader reaches it; her own may lie where she works no more."""
    task = Task.objects.filter(pk=sheet.task_id).first()
    return Place(task.community_id, task.building_id) if task else None

"""Every write about tasks and look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue.models import Purpose
from lindun.core.identifiers.detect import detect, redact
from lindun.core.policy import Place
from lindun.estates.models import Dwelling
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from lindun.organisation.numbering import numbered
from lindun.requests import closing
from lindun.requests.models import Alert, Lookup, LookupReason, Task

MOST_SUMMARY = 200


class BadTask(Exception):
    """The task cannot be opened or closed like this; the text says what to change."""


@dataclass(frozen=True)
class Cleaned:
    """Free text with personal data masked, and which kinds were found in it."""

    text: str
    found: tuple[str, ...]


def clean(text: str) -> Cleaned:
    """Mask personal data that somebody typed into a remark (COL-04)."""
    spans = detect(text)
    return Cleaned(redact(text), tuple(sorted({span.type.value for span in spans})))


def open_task(who: gate.Identity, *, dwelling: UUID, purpose: str, summary: str) -> tuple[Task, Cleaned]:
    """Open a task for a piece of work at a dwelling; its number opens what the purpose needs.

    Personal data in the summary is masked before it is stored, and the supervisor sees an alert. Returns the
    task and what was found. Raises gate.Denied, gate.NotHere, BadTask.
    """
    cleaned = clean(summary.strip())
    if not cleaned.text:
        raise BadTask(_("Say in a few words what the work is."))
    with gate.passage(who, Action.TASK_OPEN, purpose=purpose, writes=True) as passage:
        kind = Purpose.objects.filter(pk=purpose).first()
        if kind is None:
            raise BadTask(_("Choose what this is for."))
        home = _dwelling(dwelling)
        passage.place = Place(home.community_id, home.building_id)
        task = create_task(home, kind, summary=cleaned.text, holder=who.person)
        passage.task = f"task:{task.id}"
        passage.saw([dwelling], kind="dwelling")
        if cleaned.found:
            raise_alert(who, place=passage.place, found=cleaned.found, reference=task.number)
        return task, cleaned


def close_task(who: gate.Identity, *, task: UUID) -> Task:
    """Close one's own task; what it opened stays closed from now on."""
    with gate.passage(who, Action.TASK_CLOSE, writes=True) as passage:
        found = Task.objects.select_for_update().filter(pk=task, holder_id=who.staff).first()
        if found is None:
            raise gate.NotHere
        passage.place = Place(found.community_id, found.building_id)
        passage.task = f"task:{found.id}"
        end_task(found)
        return found


def end_task(task: Task) -> bool:
    """Close a task that is held under lock, in the caller's passage; False when it was closed before."""
    if task.closed_at is not None:
        return False
    task.closed_at = timezone.now()
    task.save(update_fields=["closed_at"])
    closing.tell(task.pk)
    return True


def create_task(home: Dwelling, purpose: Purpose, *, summary: str, holder: UUID) -> Task:
    """A new task with a number of its own, in the caller's passage. summary: cleaned. Raises BadTask."""
    now = timezone.now()
    return numbered(
        purpose.task_prefix,
        lambda number: Task.objects.create(
            number=number,
            purpose=purpose,
            community_id=home.community_id,
            building_id=home.building_id,
            dwelling=home,
            holder_id=holder,
            summary=summary[:MOST_SUMMARY],
            opened_at=now,
            closes_at=now + timedelta(hours=purpose.task_hours),
        ),
        otherwise=BadTask,
    )


def give_reason(who: gate.Identity, *, dwelling: UUID, purpose: str, reason: str, text: str) -> Cleaned:
    """Record why a household is opened without a task; a supervisor samples it (USE-02)."""
    if reason not in LookupReason.values:
        raise BadTask(_("Choose a reason, or open a task."))
    cleaned = clean(text.strip())
    if reason == LookupReason.OTHER and not cleaned.text:
        raise BadTask(_("Write the reason in a few words."))
    with gate.passage(who, Action.HOUSEHOLD_VIEW, purpose=purpose, writes=True) as passage:
        home = _dwelling(dwelling)
        passage.place = Place(home.community_id, home.building_id)
        passage.saw([dwelling], kind="dwelling")
        passage.about(f"reason.{reason}")
        Lookup.objects.create(
            community_id=home.community_id,
            building_id=home.building_id,
            dwelling=home,
            staff_id=who.person,
            purpose_id=purpose,
            reason=reason,
            text=cleaned.text[:120],
            at=timezone.now(),
        )
        if cleaned.found:
            raise_alert(who, place=passage.place, found=cleaned.found, reference="lookup")
        return cleaned


def review_lookup(who: gate.Identity, *, lookup: UUID) -> None:
    """A supervisor has looked at a look-up without a task; one's own does not count."""
    with gate.passage(who, Action.LOOKUP_REVIEW, writes=True) as passage:
        sample = Lookup.objects.select_for_update().filter(pk=lookup).exclude(staff_id=who.person).first()
        if sample is None:
            raise gate.NotHere
        passage.place = Place(sample.community_id, sample.building_id)
        passage.saw([lookup], kind="lookup")
        sample.reviewed_by_id, sample.reviewed_at = who.staff, timezone.now()
        sample.save(update_fields=["reviewed_by", "reviewed_at"])


def acknowledge_alert(who: gate.Identity, *, alert: UUID) -> None:
    with gate.passage(who, Action.ALERT_VIEW, writes=True) as passage:
        if not Alert.objects.filter(pk=alert, seen_by=None).update(seen_by_id=who.staff):
            raise gate.NotHere
        passage.saw([alert], kind="alert")


def raise_alert(who: gate.Identity, *, place: Place, found: tuple[str, ...], reference: str) -> None:
    """Put personal data found in free text before the supervisor. Runs inside the caller's passage."""
    Alert.objects.create(
        community_id=place.community,
        building_id=place.building,
        kind=Happening.OVERCOLLECTION,
        types=" ".join(found),
        reference=reference,
        staff_id=who.staff,
        at=timezone.now(),
    )
    codes = tuple(f"found.{kind.lower()}" for kind in found)
    entries.write(who, What(action=Happening.OVERCOLLECTION, outcome="done", reasons=codes, place=place))


def _dwelling(dwelling: UUID) -> Dwelling:
    home = Dwelling.objects.filter(pk=dwelling).first()
    if home is None:
        raise gate.NotHere
    return home

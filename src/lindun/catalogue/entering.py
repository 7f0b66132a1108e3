"""New kinds of data and new purposes: one proposes, another decides; from then on they can be chosen."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue.models import (
    Category,
    ChangeState,
    DataItem,
    Entry,
    EntryKind,
    Mask,
    Purpose,
)
from lindun.core.identifiers.detect import detect
from lindun.gate.vocabulary import Action

CODE = re.compile(r"[a-z][a-z_]{1,29}")
PREFIX = re.compile(r"[A-Z]{2,4}")
LEVELS, CLASSES = range(1, 5), range(5)
MOST_HOURS = 24 * 7
LEAST_WORDS = 6
NAMES = ("code", "name_zh", "name_en")
ITEM = ("level", "personal_class", "category", "kind", "owner_department")
PURPOSE = ("task_prefix", "legal_basis", "task_hours")


class BadEntry(Exception):
    """It cannot be proposed or decided like this; the text says what to change."""


@dataclass(frozen=True)
class NewItem:
    code: str
    name_zh: str
    name_en: str
    level: int
    personal_class: int
    category: str
    kind: str
    owner_department: str


@dataclass(frozen=True)
class NewPurpose:
    code: str
    name_zh: str
    name_en: str
    task_prefix: str
    legal_basis: str
    task_hours: int


def propose(who: gate.Identity, new: NewItem | NewPurpose, *, necessity: str) -> Entry:
    """Propose a kind of data or a purpose. Nothing changes until a second person agrees.

    Raises gate.Denied, BadEntry.
    """
    what = EntryKind.ITEM if isinstance(new, NewItem) else EntryKind.PURPOSE
    _check(new, necessity)
    with gate.passage(who, Action.ENTRY_PROPOSE, writes=True) as passage:
        _check_free(new)
        try:
            with transaction.atomic():
                entry = Entry.objects.create(
                    what=what, necessity=necessity.strip(), proposed_by_id=who.person, **asdict(new)
                )
        except IntegrityError:
            raise BadEntry(_("This code is proposed already and waits for a decision.")) from None
        passage.saw([entry.pk], kind="proposal")
        _name(passage, entry)
        return entry


def decide(who: gate.Identity, *, entry: UUID, approve: bool) -> Entry:
    """Agree or refuse as a second person; agreed, it is in the catalogue at once, and nothing needs it yet.

    Raises gate.Denied, gate.NotHere, BadEntry.
    """
    proposer = Entry.objects.filter(pk=entry).values_list("proposed_by_id", flat=True).first()
    with gate.passage(who, Action.ENTRY_DECIDE, proposed_by=proposer, writes=True) as passage:
        found = Entry.objects.select_for_update().filter(pk=entry).first()
        if found is None:
            raise gate.NotHere
        if found.state != ChangeState.PROPOSED:
            raise BadEntry(_("This proposal has been decided already."))
        if approve:
            _check_free(found)
            _enter(found)
        found.state = ChangeState.APPROVED if approve else ChangeState.REFUSED
        found.decided_by_id, found.decided_at = who.staff, timezone.now()
        found.save(update_fields=["state", "decided_by", "decided_at"])
        passage.saw([entry], kind="proposal")
        _name(passage, found)
        passage.about("approved" if approve else "refused")
        return found


def _name(passage: gate.Passage, entry: Entry) -> None:
    """Which entry it is about, in the ledger's own fields."""
    if entry.what == EntryKind.ITEM:
        passage.items.append(entry.code)
        passage.about("entry.item", f"level.{entry.level}")
    else:
        passage.purpose = entry.code
        passage.about("entry.purpose")


def _enter(entry: Entry) -> None:
    """Put it into the catalogue, last in its order."""
    model, columns = (DataItem, ITEM) if entry.what == EntryKind.ITEM else (Purpose, PURPOSE)
    last = model.objects.aggregate(last=Max("position"))["last"] or 0
    said: dict[str, Any] = {column: getattr(entry, column) for column in (*NAMES, *columns)}
    model.objects.create(**said, position=last + 1)


def _check(new: NewItem | NewPurpose, necessity: str) -> None:
    if not CODE.fullmatch(new.code):
        raise BadEntry(_("The code is 2 to 30 small letters, with _ between words."))
    words = (new.name_zh, new.name_en, necessity)
    if not all(text.strip() for text in words) or any(detect(text) for text in words):
        raise BadEntry(_("Both names and the reason are needed, without anybody's data in them."))
    if len(necessity.strip()) < LEAST_WORDS:
        raise BadEntry(_("Say in a sentence why it is needed; the second person decides by it."))
    if isinstance(new, NewItem):
        _check_item(new)
    elif not PREFIX.fullmatch(new.task_prefix) or not 1 <= new.task_hours <= MOST_HOURS:
        raise BadEntry(_("Tasks need a prefix of 2 to 4 capital letters, and last a week at most."))


def _check_item(new: NewItem) -> None:
    known = new.category in Category.values and new.kind in Mask.values
    if not known or new.level not in LEVELS or new.personal_class not in CLASSES:
        raise BadEntry(_("Choose level, class, category and mask from the lists."))


def _check_free(new: NewItem | NewPurpose | Entry) -> None:
    """Whether code, names and prefix are nobody else's."""
    item = isinstance(new, NewItem) or (isinstance(new, Entry) and new.what == EntryKind.ITEM)
    same = Q(pk=new.code) | Q(name_zh=new.name_zh) | Q(name_en=new.name_en)
    if item:
        taken = DataItem.objects.filter(same).exists()
    else:
        prefix = getattr(new, PURPOSE[0])
        taken = Purpose.objects.filter(same | Q(task_prefix=prefix)).exists()
    if taken:
        raise BadEntry(_("The catalogue has this code, name or prefix already."))

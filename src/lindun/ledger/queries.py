"""Reading the ledger: its health, entries, the trace of a subject, proofs. No call here opens anything."""

import base64
import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from lindun.core.tlog import (
    Entry,
    check_inclusion,
    leaf_hash,
    milliseconds_of,
    open_checkpoint,
    prove_inclusion,
)

from .keys import read_verifier_keys
from .models import SEALER, Leaf, SignedCheckpoint, StoredEntry
from .tree import StoredTree

State = Literal["ok", "warn", "stop"]
PAGE = 50

WARN_AFTER = 60  # seconds a mirror may lag before the health page says so
_REMEMBERED = 5.0  # seconds a passage may rely on the last answer
_answers: dict[str, tuple[float, State]] = {}
_STATE = """
SELECT extract(epoch FROM clock_timestamp())::float8, extract(epoch FROM max(current_at))::float8,
       count(*) FILTER (WHERE error = '' AND current_at > clock_timestamp() - %s * interval '1 second')
FROM ledger_mirror WHERE name = ANY (%s)
"""
_OLDEST = "SELECT id::text FROM ledger_entry ORDER BY id LIMIT 1"


_LATELY = "SELECT count(*) FROM ledger_entry WHERE actor = %s AND id >= %s AND action = %s"


def mirror_state() -> State:
    """Whether the copies outside the database are current: the bounded rule the gate asks about.

    `ok`: every mirror holds everything. `warn`: one lags or fails, or none is set up. `stop`: none has been
    current for settings.LEDGER_MIRROR_GRACE seconds; nothing may open until one is. The answer may be up to
    five seconds old. Raises django.db.Error when it cannot be read.
    """
    database = str(connection.settings_dict["NAME"])
    asked, answer = _answers.get(database, (float("-inf"), None))
    now = time.monotonic()
    if answer is None or now - asked > _REMEMBERED:
        answer = _read_mirror_state()
        _answers[database] = now, answer
    return answer


def _read_mirror_state() -> State:
    names = [str(path) for path in settings.LEDGER_MIRRORS]
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [WARN_AFTER, names])
        now, current_at, current = cursor.fetchone()
        if current_at is None:  # no mirror has ever been current: the first entry began the waiting
            cursor.execute(_OLDEST)
            oldest = cursor.fetchone()
            current_at = milliseconds_of(oldest[0]) / 1000 if oldest else now
    if now - current_at > settings.LEDGER_MIRROR_GRACE:
        return "stop"
    return "ok" if names and current == len(names) else "warn"


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry and its index in the tree, None until it is sealed."""

    entry: Entry
    index: int | None


def entries(
    *,
    actor: str | None = None,
    action: str | None = None,
    subject: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: str | None = None,
    limit: int = PAGE,
) -> list[Stored]:
    """Entries that match every given filter, newest first, at most `limit`.

    actor, subject: references. action: code. since (inclusive), until (exclusive): aware times. before: the
    id of the last entry of the previous page.
    """
    found = _between(since, until)
    if actor is not None:
        found = found.filter(actor=actor)
    if action is not None:
        found = found.filter(action=action)
    if subject is not None:
        found = found.filter(subjects__contains=[subject])
    if before is not None:
        found = found.filter(id__lt=UUID(before))
    return _stored(found.order_by("-id")[:limit])


def with_actions(
    actions: Collection[str], *, since: datetime, until: datetime, subject: str | None, limit: int
) -> list[Stored]:
    """Entries of a time with one of these actions, about `subject` (a reference) if given, newest first."""
    found = _between(since, until).filter(action__in=list(actions))
    if subject is not None:
        found = found.filter(subjects__contains=[subject])
    return _stored(found.order_by("-id")[:limit])


_USES = """
SELECT actor, action, body::jsonb -> 'place', body::jsonb -> 'items', count(*), max(id::text)
FROM ledger_entry
WHERE actor = ANY (%s) AND id >= %s AND body::jsonb ->> 'outcome' IN ('allowed', 'done')
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Use:
    """How often an actor did something at a place with certain items, and the id of the latest entry."""

    actor: str
    action: str
    place: tuple[str, ...]
    items: tuple[str, ...]
    times: int
    latest: str


def uses(actors: Collection[str], *, since: datetime) -> list[Use]:
    """What these actors did since then and were allowed; one row an action, place and set of items."""
    with connection.cursor() as cursor:
        cursor.execute(_USES, [list(actors), _first_id(since)])
        rows = cursor.fetchall()
    return [
        Use(actor, action, tuple(_read(place)), tuple(_read(items)), times, latest)
        for actor, action, place, items, times, latest in rows
    ]


_HANDLED = """
SELECT action, outcome, purpose, count(*), sum(residents), sum(fields), sum(rows)
FROM (SELECT action, said ->> 'outcome' AS outcome, said ->> 'purpose' AS purpose,
             (said #>> '{counts,residents}')::bigint AS residents,
             (said #>> '{counts,fields}')::bigint AS fields, (said #>> '{counts,rows}')::bigint AS rows
      FROM (SELECT action, body::jsonb AS said FROM ledger_entry
            WHERE id >= %s AND id < %s AND action = ANY (%s) OFFSET 0) parsed
      OFFSET 0) entry
WHERE outcome IN ('allowed', 'done') AND (%s OR coalesce(purpose, %s) = %s)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # OFFSET 0: each text is parsed once, and what is sorted is small


@dataclass(frozen=True, slots=True)
class Handled:
    """How often something was done for a purpose (None: for none in particular), and with how much."""

    action: str
    outcome: str
    purpose: str | None
    times: int
    residents: int
    fields: int
    rows: int


def handled(
    actions: Collection[str], *, since: datetime, until: datetime, purpose: str | None = None
) -> list[Handled]:
    """What was allowed and done of these actions in a time; one row an action, outcome and purpose.

    purpose: a code, for what was done for it or for none in particular; None for every purpose.
    """
    first, last, code = _first_id(since), _first_id(until), purpose or ""
    with connection.cursor() as cursor:
        cursor.execute(_HANDLED, [first, last, list(actions), purpose is None, code, code])
        rows = cursor.fetchall()
    return [Handled(*row[:3], *(int(count or 0) for count in row[3:])) for row in rows]


def _read(value: str | list[str] | None) -> list[str]:
    """A JSON list as the database driver hands it over."""
    return json.loads(value) if isinstance(value, str) else value or []


def trace(subject: str, *, since: datetime, until: datetime, limit: int = 100_000) -> list[Stored]:
    """Everything that concerned `subject` (a reference) from `since` to before `until`, oldest first."""
    return _stored(_between(since, until).filter(subjects__contains=[subject]).order_by("id")[:limit])


def find(entry_id: str) -> Stored:
    """The entry with this id; raises LookupError, also for what is no id."""
    try:
        found = _stored(StoredEntry.objects.filter(id=UUID(entry_id)))
    except ValueError as error:
        raise LookupError("no such entry") from error
    if not found:
        raise LookupError("no such entry")
    return found[0]


def times_lately(actor: str, action: str, *, minutes: int = 10) -> int:
    """How often an actor did or tried something in the last minutes; reads the index by actor and time."""
    since = _first_id(datetime.now(UTC) - timedelta(minutes=minutes))
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [actor, since, action])
        (times,) = cursor.fetchone()
    return int(times)


def _between(since: datetime | None, until: datetime | None) -> QuerySet[StoredEntry]:
    """Entries of a time. Ids are ordered by time, so ranges of time are ranges of ids."""
    found = StoredEntry.objects.all()
    if since is not None:
        found = found.filter(id__gte=_first_id(since))
    if until is not None:
        found = found.filter(id__lt=_first_id(until))
    return found


def _first_id(at: datetime) -> UUID:
    return UUID(int=int(at.timestamp() * 1000) << 80)


def _stored(found: QuerySet[StoredEntry]) -> list[Stored]:
    number = Subquery(Leaf.objects.filter(entry=OuterRef("id")).values("index")[:1])
    rows = found.annotate(number=number).values_list("body", "number")
    return [Stored(Entry.decode(body.encode()), index) for body, index in rows]


class NotSealedYet(Exception):
    """The entry is written but not yet in a signed checkpoint: ask again in a moment."""


def prove(entry_id: str, *, within: str | None = None) -> str:
    """A proof bundle (JSON, docs/spec/ledger.md) that the entry is in the ledger; checked before it is given.

    within: the id of another entry; the proof is then made against the first checkpoint that holds that one,
    and stays the same however the ledger grows. Raises LookupError for an unknown id, NotSealedYet, and
    NoteError or ProofError when the stored ledger is damaged.
    """
    stored = find(entry_id)
    tree = StoredTree(connection.alias)
    note = tree.newest_note() if within is None else first_note(within)
    if stored.index is None or note is None:
        raise NotSealedYet
    checkpoint = open_checkpoint(note, origin=settings.LEDGER_ORIGIN, keys=read_verifier_keys())
    if stored.index >= checkpoint.size:
        raise NotSealedYet
    path = prove_inclusion(tree, stored.index, checkpoint.size)
    text = stored.entry.text()
    check_inclusion(
        leaf=leaf_hash(text.encode()),
        index=stored.index,
        size=checkpoint.size,
        path=path,
        root=checkpoint.root,
    )
    bundle = {
        "format": "lindun-proof/1",
        "index": stored.index,
        "entry": text,
        "path": [base64.b64encode(step).decode() for step in path],
        "checkpoint": note,
    }
    return json.dumps(bundle, ensure_ascii=False, indent=1)


def first_note(entry_id: str) -> str | None:
    """The note of the first checkpoint that holds this entry, None while there is none; LookupError."""
    index = find(entry_id).index
    if index is None:
        return None
    notes = SignedCheckpoint.objects.filter(size__gt=index).order_by("size")
    return notes.values_list("note", flat=True).first()


@dataclass(frozen=True, slots=True)
class PartState:
    """The sealer or one mirror: entries it holds, when it last held everything, what is wrong (a code)."""

    name: str
    size: int
    current_at: datetime | None
    error: str
    error_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """The ledger at a glance. size: sealed entries; waiting: written since; sealer: None before its start."""

    state: State
    size: int
    sealed_at: datetime | None
    waiting: int
    sealer: PartState | None
    mirrors: tuple[PartState, ...]


# By transaction, not by time: when the clock ran back, what waits lies before what was sealed.
_WAITING = """
SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.entry = e.id)
AND e.xid >= coalesce((SELECT s.xid FROM ledger_leaf l JOIN ledger_entry s ON s.id = l.entry
                       ORDER BY l.index DESC LIMIT 1), '0'::xid8)
"""


def status() -> Status:
    """How the ledger stands, for the health page. Raises django.db.Error."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        size, sealed_at = cursor.fetchone() or (0, None)
        cursor.execute(_WAITING)
        waiting = cursor.fetchone()[0]
        cursor.execute("SELECT name, size, current_at, error, error_at FROM ledger_mirror")
        parts = {row[0]: PartState(*row) for row in cursor.fetchall()}
    mirrors = [
        parts.get(str(place), PartState(str(place), 0, None, "", None)) for place in settings.LEDGER_MIRRORS
    ]
    return Status(_read_mirror_state(), size, sealed_at, waiting, parts.get(SEALER), tuple(mirrors))

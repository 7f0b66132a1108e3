"""Whether the house stands: ledger, keys, processes, room. Every check says what is and what to do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from lindun.core.tlog import Entry
from lindun.gate import state as house
from lindun.ledger import queries as ledger
from lindun.ledger.models import StoredEntry
from lindun.ledger.queries import PartState, Status
from lindun.notifications import queries as notifications
from lindun.notifications import words as robot_words
from lindun.notifications.models import Robot
from lindun.organisation import queries as organisation
from lindun.oversight import failures
from lindun.oversight.queries import moment_of
from lindun.rights import queries as rights
from lindun.web.dates import span_in_words

SEALER_SILENT = timedelta(seconds=60)
WORKER_SILENT = timedelta(seconds=60)
MANY_WAITING = 1000
LOW_SPACE, NO_SPACE = 0.10, 0.03  # shares of the disk that are free
KEY_USE = 0.5  # share of the bound on messages per key


class State(StrEnum):
    """How a check stands, from best to worst; a note says something that is no fault and no success."""

    NOTE = "note"
    OK = "ok"
    WARN = "warn"
    STOP = "stop"


WORST_LAST = (State.NOTE, State.OK, State.WARN, State.STOP)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: how it stands, what is, what to do about it."""

    title: str
    state: State
    words: str
    do: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Group:
    title: str
    checks: list[Check]


@dataclass(frozen=True)
class Health:
    groups: list[Group]
    opening_stops_at: datetime | None
    checked_at: datetime = field(default_factory=timezone.now)

    @property
    def state(self) -> State:
        return max((check.state for group in self.groups for check in group.checks), key=WORST_LAST.index)

    @property
    def opening_stopped(self) -> bool:
        return self.opening_stops_at is not None and self.opening_stops_at <= self.checked_at


def examine() -> Health:
    """Look at everything. Runs outside any passage: it shows states and counts only."""
    ledger_status = ledger.status()
    groups = [
        Group(_("Ledger"), [_sealer(ledger_status), *_mirrors(ledger_status)]),
        Group(_("Keys"), _keys()),
        Group(_("Processes"), [_confinement(), _worker(), _jobs()]),
        Group(_("Permissions"), [_review()]),
        Group(_("Space"), [_disk(), _database(), _backups()]),
        *_robots(),
    ]
    return Health(groups, opening_stops_at(ledger_status))


def opening_stops_at(status: Status) -> datetime | None:
    """When opening stops, or stopped, unless a copy catches up; None while all copies are current."""
    if status.state == "ok":
        return None
    current = [mirror.current_at for mirror in status.mirrors if mirror.current_at]
    since = max(current, default=None) or _first_entry_at()
    if since is None or (status.state == "warn" and timezone.now() - since <= SEALER_SILENT):
        return None
    return since + timedelta(seconds=settings.LEDGER_MIRROR_GRACE)


def _first_entry_at() -> datetime | None:
    first = StoredEntry.objects.order_by("pk").values_list("body", flat=True).first()
    return moment_of(Entry.decode(first.encode())) if first else None


def _sealer(status: Status) -> Check:
    title = _("Sealing")
    words = _("%(size)d entries sealed, %(waiting)d waiting") % {
        "size": status.size,
        "waiting": status.waiting,
    }
    sealer = status.sealer
    if sealer is None or sealer.current_at is None:
        return Check(title, State.WARN, words, _("Start the sealer: `lindun sealer`."))
    if sealer.error:
        said = f"{words} · {failures.in_words(sealer.error)}"
        return Check(title, State.STOP, said, failures.way_on(sealer.error), sealer.error_at)
    silent = timezone.now() - sealer.current_at > SEALER_SILENT
    if silent or status.waiting > MANY_WAITING:
        return Check(title, State.WARN, words, _("Start the sealer: `lindun sealer`."), sealer.current_at)
    return Check(title, State.OK, words, at=status.sealed_at)


def _mirrors(status: Status) -> list[Check]:
    if not status.mirrors:
        return [
            Check(
                _("Copies"),
                State.WARN,
                _("No copy is set up."),
                _("Name places on other disks in LINDUN_MIRRORS."),
            )
        ]
    return [_mirror(mirror, status) for mirror in status.mirrors]


def _mirror(mirror: PartState, status: Status) -> Check:
    title = _("Mirror %(name)s") % {"name": Path(mirror.name).name}
    words = _("holds %(size)d entries") % {"size": mirror.size}
    stopped = State.STOP if status.state == "stop" else State.WARN
    if mirror.current_at is None:
        return Check(title, stopped, _("has never been filled"), _("Start the sealer: `lindun sealer`."))
    behind = timezone.now() - mirror.current_at
    if mirror.error or behind > SEALER_SILENT:
        late = _("behind for %(span)s") % {"span": span_in_words(behind)}
        said = " · ".join(part for part in (words, late, failures.in_words(mirror.error)) if part)
        return Check(title, stopped, said, failures.way_on(mirror.error), mirror.current_at)
    return Check(title, State.OK, words, at=mirror.current_at)


def _keys() -> list[Check]:
    title = _("Root key")
    communities = [community.pk for community, _buildings in organisation.places()]
    try:
        status: dict[str, Any] = house.keys_status(communities=communities)
    except house.KeysUnusable:
        return [
            Check(
                title,
                State.STOP,
                _("does not fit this database"),
                _("Put the right key file back, then restart."),
            )
        ]
    fits = _("fits; version %(version)s, %(suite)s") % {
        "version": status["root_version"],
        "suite": status["suite"],
    }
    counted = _("%(people)d people sealed, %(destroyed)d keys destroyed") % {
        "people": status["subjects"],
        "destroyed": status["destroyed"],
    }
    use = max(float(status["wrap_use"]), float(status["message_use"]))
    state, do = (State.WARN, _("Change the keys soon.")) if use > KEY_USE else (State.OK, "")
    used = _("%(share)s of the bound on messages per key is used") % {"share": f"{use:.1%}"}
    return [
        Check(title, State.OK, fits),
        Check(_("Keys of residents"), State.OK, counted, at=status["oldest"]),
        Check(_("Use of keys"), state, used, do),
    ]


def _confinement() -> Check:
    """Try it: what this very process can list is what somebody who takes it over could read."""
    title = _("Separation")
    open_folders = [path.name for path in settings.HOME.closed_to_serving if _can_list(path)]
    if open_folders:
        said = _("this process can read: %(folders)s") % {"folders": _(", ").join(open_folders)}
        do = _("Run the sealer as another user, or on a system with Landlock.")
        return Check(title, State.WARN, said, do)
    return Check(title, State.OK, _("serving cannot read the signing key, the database files or the mirrors"))


def _can_list(path: Path) -> bool:
    try:
        next(path.iterdir(), None)
    except (PermissionError, FileNotFoundError):
        return False
    return True


def _worker() -> Check:
    title = _("Background work")
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").first()
    if newest is None or timezone.now() - newest.last_heartbeat > WORKER_SILENT:
        at = newest.last_heartbeat if newest else None
        return Check(title, State.WARN, _("no worker is running"), _("Start one: `lindun worker`."), at)
    return Check(title, State.OK, _("a worker is running"), at=newest.last_heartbeat)


def _jobs() -> Check:
    counted = {
        status: ProcrastinateJob.objects.filter(status=status).count()
        for status in ("todo", "doing", "failed")
    }
    words = _("%(todo)d waiting, %(doing)d running, %(failed)d failed") % counted
    do = _("Look into the log of the worker.") if counted["failed"] else ""
    return Check(_("Jobs"), State.WARN if counted["failed"] else State.OK, words, do)


def _review() -> Check:
    """Whether the review of permissions is done in time (ACC-12)."""
    title = _("Review of permissions")
    latest = rights.latest()
    if latest is None:
        return Check(title, State.NOTE, _("None was opened yet."))
    progress = rights.progress(latest)
    words = _("%(done)d of %(total)d people reviewed") % {"done": progress.done, "total": progress.total}
    if progress.is_overdue:
        return Check(title, State.STOP, words, _("Overdue: finish it."), latest.due_at)
    return Check(title, State.OK, words, at=latest.opened_at)


def _robots() -> list[Group]:
    """Whether messages to groups get through; nothing where no group is told."""
    checks = [_robot(robot) for robot in notifications.robots().filter(active=True)]
    return [Group(_("Group robots"), checks)] if checks else []


def _robot(robot: Robot) -> Check:
    if robot.is_failing:
        do = _("Look at its settings in the group and send a test.")
        return Check(robot.name, State.WARN, robot_words.failure(robot.failure), do, robot.failed_at)
    if robot.sent_at is None:
        return Check(robot.name, State.NOTE, _("Nothing was sent yet."))
    return Check(robot.name, State.OK, _("The last message got through."), at=robot.sent_at)


def _disk() -> Check:
    total, _used, free = shutil.disk_usage(settings.LINDUN_HOME)
    words = _("%(free)s of %(total)s free") % {"free": filesizeformat(free), "total": filesizeformat(total)}
    state = State.STOP if free < NO_SPACE * total else State.WARN if free < LOW_SPACE * total else State.OK
    return Check(
        _("Disk"),
        state,
        words,
        _("Make room: without it nothing can be recorded.") if state != State.OK else "",
    )


def _database() -> Check:
    return Check(_("Database"), State.OK, filesizeformat(house.database_bytes()))


def _backups() -> Check:
    said = _("Lindun does not make backups yet and cannot see whether you do.")
    return Check(
        _("Backups"), State.NOTE, said, _("Back up the home folder and the database with your own tools.")
    )


def mirrors() -> list[Check]:
    """The copies alone, for the head of the ledger page."""
    return _mirrors(ledger.status())


def in_one_word() -> str:
    """`ok`, `warn` or `stop`: whether the database answers and the copies let values open."""
    try:
        return ledger.mirror_state()
    except DatabaseError:
        return "stop"

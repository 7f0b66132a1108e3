"""Background work of the registry. A job's argument is an id; its rights are those of whoever started it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from lindun import gate
from lindun.residents import taking_in, uploads
from lindun.residents.models import ImportState, RosterImport

QUEUE = "rosters"
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)  # a database that is away for some minutes
KEPT_HOURS = 7 * 24
UNFINISHED = (ImportState.UPLOADED, ImportState.READING, ImportState.IMPORTING)


@app.task(queue=QUEUE, retry=AGAIN)
def read_roster(roster_id: str) -> None:
    """Read a roster into its preview."""
    _as_starter(
        UUID(roster_id),
        lambda who, community: taking_in.read(
            who, roster_id=UUID(roster_id), community=community, today=_today()
        ),
    )


@app.task(queue=QUEUE, retry=AGAIN)
def take_in_roster(roster_id: str) -> None:
    """Take in the residents of a roster somebody confirmed."""
    _as_starter(
        UUID(roster_id),
        lambda who, community: taking_in.take_in(
            who, roster_id=UUID(roster_id), community=community, today=_today(), tell=lambda _rows: None
        ),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, queueing_lock="tend", pass_context=True)
async def tend(context: JobContext, timestamp: int) -> None:
    """Put jobs back whose worker died while others live on, and forget old ones."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue=QUEUE):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same work waits already
            await manager.finish_job(job, Status.FAILED, delete_job=True)
    await manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)


@app.periodic(cron="7 * * * *")
@app.task(queue=QUEUE, queueing_lock="look_again")
def look_again(timestamp: int) -> None:
    """Find imports that nobody works on: the command line was killed, a job ended with a fault."""
    try:
        resume()
    finally:
        connection.close()


def defer_reading(roster: RosterImport) -> None:
    _defer(read_roster, roster)


def defer_taking_in(roster: RosterImport) -> None:
    _defer(take_in_roster, roster)


@dataclass(frozen=True)
class Interrupted:
    """The job of an import ended with a fault; when it is tried again, None if the hourly look does that."""

    again: datetime | None


def interrupted(roster: UUID) -> Interrupted | None:
    """Whether the newest job of an import waits for another try. None while one runs or waits its turn."""
    job = (
        ProcrastinateJob.objects.filter(queue_name=QUEUE, args__roster_id=str(roster)).order_by("-id").first()
    )
    if job is None or not (job.status == "failed" or (job.status == "todo" and job.attempts)):
        return None
    return Interrupted(job.scheduled_at if job.status == "todo" else None)


def resume() -> int:
    """Put back to work what a killed process left, and destroy files left behind; returns how many rosters.

    Called when a worker starts, and every hour. A job for what somebody works on already does nothing.
    """
    uploads.destroy_forgotten()
    kept = dict(uploads.kept())
    with gate.passage(gate.HOUSE, gate.Action.ROSTER_VIEW) as passage:
        left = list(RosterImport.objects.filter(state__in=UNFINISHED))
        ended = list(RosterImport.objects.filter(pk__in=kept, state__in=taking_in.ENDED))
        entered = set(RosterImport.objects.filter(pk__in=kept).values_list("pk", flat=True))
        passage.saw([roster.pk for roster in left], kind="roster")
    for roster_id, age in kept.items():
        if roster_id not in entered and age > uploads.ARRIVES_WITHIN:  # killed before its import was entered
            uploads.destroy(uploads.path_of(roster_id))
    for roster in ended:
        taking_in.destroy_file(gate.HOUSE, roster_id=roster.pk, community=roster.community_id)
    for roster in left:
        (defer_taking_in if roster.state == ImportState.IMPORTING else defer_reading)(roster)
    return len(left)


def _defer(task: object, roster: RosterImport) -> None:
    """One waiting job a roster and task is enough."""
    name = f"{task.name}:{roster.pk}"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            task.configure(queueing_lock=name).defer(roster_id=str(roster.pk))  # type: ignore[attr-defined]
    except AlreadyEnqueued:
        return


def _as_starter(roster_id: UUID, work: Callable[[gate.Identity, int], None]) -> None:
    """Work with the rights that whoever started the import has now; without them the import ends."""
    with gate.passage(gate.HOUSE, gate.Action.ROSTER_VIEW) as passage:
        roster = RosterImport.objects.get(pk=roster_id)
        passage.saw([roster_id], kind="roster")
    try:
        work(_starter(roster), roster.community_id)
    except gate.Denied as denied:
        taking_in.end(
            gate.HOUSE,
            roster_id=roster_id,
            community=roster.community_id,
            state=ImportState.REFUSED,
            reason=denied.decision.reasons[0],
        )
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile


def _starter(roster: RosterImport) -> gate.Identity:
    if roster.started_by_id is None:
        return gate.HOUSE
    return gate.Identity(staff=roster.started_by_id, second_factor=roster.second_factor)


def _today() -> date:
    return timezone.localdate()

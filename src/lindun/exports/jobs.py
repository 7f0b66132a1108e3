"""Background work of exports. A job's argument is an id; its rights are those of whoever ordered the file."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

QUEUE = "exports"
SILENT = timedelta(seconds=60)  # a worker that lives says so every ten seconds
ENDED_BADLY = frozenset({"failed", "cancelled", "aborted"})


@app.task(queue=QUEUE)
def make_export(export: str) -> None:
    """Make one file, or say why it was not made."""
    from lindun.exports import making

    try:
        making.make(UUID(export))
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile


@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, queueing_lock="tend_exports", pass_context=True)
async def tend_exports(context: JobContext, timestamp: int) -> None:
    """Put jobs back whose worker died."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue=QUEUE):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same work waits already
            await manager.finish_job(job, Status.FAILED, delete_job=True)


@app.periodic(cron="17 * * * *")
@app.task(queue=QUEUE, queueing_lock="clear_exports")
def clear_exports(timestamp: int) -> None:
    """Destroy files nobody took within a day; take up again what nobody works on."""
    from lindun.exports import tending

    try:
        tending.tend()
    finally:
        connection.close()


def defer(export: UUID) -> None:
    """One waiting job an export is enough; two never run at once."""
    name = f"export:{export}"
    try:
        with transaction.atomic():
            make_export.configure(queueing_lock=name, lock=name).defer(export=str(export))
    except AlreadyEnqueued:
        return


def interrupted(export: UUID) -> bool:
    """Whether nobody works on an unfinished file: its worker died, none runs, or its job ended with a fault.

    It goes on by itself: `tend_exports` puts it back in minutes, `clear_exports` takes it up within the hour.
    """
    jobs = ProcrastinateJob.objects.filter(queue_name=QUEUE, args__export=str(export))
    job = jobs.order_by("-id").first()
    if job is None or job.status in ENDED_BADLY:
        return True
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT)
    if job.status == "doing":
        return not alive.filter(pk=job.worker_id).exists()
    return job.status == "todo" and not alive.exists()

"""Sending to group robots in the background, after what is told has been committed.

A job carries a robot's id, a kind, a number and an address of the house. It is tried six times within
an hour and a quarter; how the last try went stands on the health page. Nobody waits for it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from lindun.notifications import queries, robot_actions, robots

QUEUE = "robots"
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=5)  # pauses of 5 s, 25 s, 2 min, 10 min, 52 min


@app.task(queue=QUEUE, retry=AGAIN)
def tell_group(robot: str, kind: str, reference: str, url: str) -> None:
    """Send one notification to one group. A robot that was stopped meanwhile sends nothing."""
    try:
        found = queries.active_robot(UUID(robot))
        if found is not None:
            robot_actions.deliver(found, robots.text_of(kind, reference, url))
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile


@app.periodic(cron="*/10 * * * *")
@app.task(queue=QUEUE, queueing_lock="tend_robots", pass_context=True)
async def tend_robots(context: JobContext, timestamp: int) -> None:
    """Put messages back whose worker died."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue=QUEUE):
        await manager.retry_job(job)

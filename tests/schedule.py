"""The house's clock moved on, with the worker's schedule really run: what was put off comes at its time.

A worker is there on each day: every periodic task runs at its first time of that day, every job that was put
off when its day has come. Tasks that only put back what a dead worker held (they ask for a live job manager)
have nothing to do here.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from lindun.config import postgres
from lindun.gate import entries, exports, passages, reveals

DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Clock:
    """The time that the house goes by: its pages, facts, jobs and entries."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.began = self.now = timezone.now()
        patch.setattr(timezone, "now", lambda: self.now)
        patch.setattr(entries, "time", SimpleNamespace(time_ns=lambda: int(self.now.timestamp()) * 10**9))
        for module in (passages, reveals, exports):
            patch.setattr(module, "datetime", self._as_datetime())
        patch.setattr(connection, "close", lambda: None)  # a job ends; the worker's thread goes on at once

    def _as_datetime(self) -> type[datetime]:
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:
                return clock.now.astimezone(tz)

        return Moved

    def day(self, days: float) -> datetime:
        """So many days after the beginning."""
        return self.began + timedelta(days=days)

    def live(self, until: datetime, *only: Any) -> None:
        """Go on to that time, day by day, with everything that comes on the way; only: with these tasks."""
        while self.now < until:
            night = (self.now + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
            self._work(min(night, until), only)

    def live_quietly(self, until: datetime) -> None:
        """The same where little happens: the worker is there once a week and makes up for the rest."""
        while self.now < until:
            self._work(min(self.now + WEEK, until), ())

    def _work(self, stop: datetime, only: Collection[Any]) -> None:
        for moment, job in sorted(_due(self.now, stop, only), key=lambda due: due[0]):
            self.now = max(self.now, moment)
            job.func(timestamp=int(moment.timestamp()))
        self.now = stop
        _put_off(stop)


def _due(begin: datetime, end: datetime, only: Collection[Any]) -> Iterator[tuple[datetime, Any]]:
    """Each periodic task with its first time after `begin`, where that is before `end`."""
    for periodic in app.periodic_registry.periodic_tasks.values():
        if inspect.iscoroutinefunction(periodic.task.func) or (only and periodic.task not in only):
            continue
        periodic.croniter.set_current(begin.astimezone(UTC))
        moment = periodic.croniter.get_next(datetime)
        if moment < end:
            yield moment, periodic.task


def _put_off(now: datetime) -> None:
    """Carry out the jobs whose time has come; each once, whatever it put off itself comes the next day."""
    where = postgres.superuser_conninfo(settings.HOME, connection.settings_dict["NAME"])
    with psycopg.connect(where, autocommit=True) as queue:
        waiting = queue.execute(
            "SELECT id, task_name, args::text FROM procrastinate_jobs"
            " WHERE status = 'todo' AND coalesce(scheduled_at, '-infinity') <= %s ORDER BY scheduled_at, id",
            [now],
        ).fetchall()
        for job, name, arguments in waiting:
            app.tasks[name].func(**json.loads(arguments))
            queue.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job])

"""Reading the ledger: its health, entries, the trace of a subject, proofs. No call here opens anything."""

import time
from typing import Literal

from django.conf import settings
from django.db import connection

from lindun.core.tlog import milliseconds_of

State = Literal["ok", "warn", "stop"]

WARN_AFTER = 60  # seconds a mirror may lag before the health page says so
_REMEMBERED = 5.0  # seconds a passage may rely on the last answer
_answers: dict[str, tuple[float, State]] = {}
_STATE = """
SELECT extract(epoch FROM clock_timestamp())::float8, extract(epoch FROM max(current_at))::float8,
       count(*) FILTER (WHERE error = '' AND current_at > clock_timestamp() - %s * interval '1 second')
FROM ledger_mirror WHERE name = ANY (%s)
"""
_OLDEST = "SELECT id::text FROM ledger_entry ORDER BY id LIMIT 1"


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

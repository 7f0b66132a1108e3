"""Deeds at the same moment, each in a thread and on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


def both(*deeds: Callable[[], object]) -> list[str]:
    """What came of each: "done", or the name of what it raised."""
    ready, outcomes = Barrier(len(deeds)), list[str]()

    def run(deed: Callable[[], object]) -> None:
        try:
            ready.wait()
            deed()
            outcomes.append("done")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes

"""Where the second process of an import begins. It loads no framework and no settings: it needs neither, and
its start is five times as quick without.
"""

from __future__ import annotations

import pickle
from multiprocessing.connection import Connection


def main(task: bytes, pipe: Connection) -> None:
    """Read what the task says and send it through the pipe."""
    from lindun.residents import reading

    with reading.collecting_rarely():
        reading.send(pickle.loads(task), pipe)  # noqa: S301 - from the process that started this one

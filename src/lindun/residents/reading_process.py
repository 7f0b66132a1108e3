"""Where the second process of an import begins. Nothing of Django may be imported before it is set up."""

from __future__ import annotations

import pickle
from multiprocessing.connection import Connection


def main(task: bytes, pipe: Connection) -> None:
    """Read what the task says and send it through the pipe."""
    from lindun.config import setup

    setup.use_django()
    from lindun.residents import reading

    reading.send(pickle.loads(task), pipe)  # noqa: S301 - from the process that started this one

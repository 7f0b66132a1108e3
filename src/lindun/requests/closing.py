"""What else ends when a task is closed. Apps above say so while they load, and are told in its passage."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

_followers: list[Callable[[UUID], None]] = []


def follow(follower: Callable[[UUID], None]) -> None:
    """Have this called with the id of each task that is closed, in the transaction that closes it."""
    if follower not in _followers:
        _followers.append(follower)


def tell(task: UUID) -> None:
    for follower in _followers:
        follower(task)

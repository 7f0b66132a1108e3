"""What ends when somebody goes, or goes to another post. Apps say so while they load, and are told.

A follower gets the accounts of one person and who recorded it, ends what its app gave her, and says how much.
Beside it stands a count of the same, for whoever asks before anything ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Follower:
    """`end` ends what the app gave these accounts, `count` says beforehand how much that would be."""

    end: Callable[[Sequence[UUID], UUID], int]
    count: Callable[[Sequence[UUID]], int]


_followers: dict[str, Follower] = {}


def follow(
    code: str, end: Callable[[Sequence[UUID], UUID], int], *, count: Callable[[Sequence[UUID]], int]
) -> None:
    """Have this called for everybody who goes, in the transaction that ends her rights.

    code: what it ends, e.g. `tasks`. Raises ValueError when another app ends this already.
    """
    if _followers.setdefault(code, Follower(end, count)).end is not end:
        raise ValueError(f"another app ends {code}")


Obstacle = Callable[[UUID], str]
_obstacles: list[Obstacle] = []


def hold(obstacle: Obstacle) -> None:
    """Have this asked before somebody who has left is hired again: words that say why not, or nothing."""
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)


def obstacles(account: UUID) -> list[str]:
    """What stands against hiring this account again, in words. Runs in the caller's passage."""
    return [words for obstacle in _obstacles if (words := obstacle(account))]


def end_all(accounts: Sequence[UUID], *, by: UUID) -> dict[str, int]:
    """What was ended, by code, and how many of each. Runs in the caller's passage."""
    return {code: follower.end(accounts, by) for code, follower in _followers.items()}


def count_all(accounts: Sequence[UUID]) -> dict[str, int]:
    """What would be ended now, by code, and how many of each. Runs in the caller's passage."""
    return {code: follower.count(accounts) for code, follower in _followers.items()}

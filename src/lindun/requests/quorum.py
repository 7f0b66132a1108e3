"""Are the approvals there? One pure answer, asked when a request is decided and at every use of its grant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

TOGETHER_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Asks:
    """What a request asks of its approvers. `applicant` is the person, whichever account she used."""

    applicant: str
    digest: bytes
    deciders: frozenset[str]
    leader: str
    needed: int
    together: bool


@dataclass(frozen=True, kw_only=True)
class Given:
    """One answer, with what is true of the approver now. `person`: who she is, whichever account she used.

    `role` is the post in which the answer counts now: the approver's own, or that of the person whose deputy
    she was; empty when either is out of post, or when it would be the applicant's own post.
    """

    person: str
    role: str
    agreed: bool
    with_credentials: bool
    digest: bytes
    at: datetime


def reached(asks: Asks, given: Iterable[Given]) -> bool:
    """Whether enough different people, in the right posts and not the applicant, agreed to this statement.

    For two at once, the people must have been present within five minutes of each other. A needed number
    below one is never reached: nobody is not an approver.
    """
    counting = [one for one in given if counts(asks, one)]
    if asks.needed < 1:
        return False
    if not asks.together:
        return _enough(asks, counting)
    return any(
        _enough(asks, [one for one in counting if first.at <= one.at <= first.at + TOGETHER_WITHIN])
        for first in counting
    )


def counts(asks: Asks, one: Given) -> bool:
    """Whether this answer counts for this request as it stands now."""
    return (
        one.agreed
        and one.person != asks.applicant
        and one.role in asks.deciders
        and one.digest == asks.digest
        and (one.with_credentials or not asks.together)
    )


def _enough(asks: Asks, counting: list[Given]) -> bool:
    people = {one.person for one in counting}
    led = not asks.leader or any(one.role == asks.leader for one in counting)
    return led and len(people) >= asks.needed

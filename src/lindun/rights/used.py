"""Which permissions somebody used lately, and which a review should question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate import rights
from lindun.gate.registry import rules
from lindun.gate.rights import Use
from lindun.organisation.actions import Post, place_code
from lindun.organisation.models import SENSITIVE_CLEARANCE, Staff, Status

DAYS = 60
MOST_CHANGES = 5000
ORDINARY = SENSITIVE_CLEARANCE - 1


@dataclass(frozen=True)
class Used:
    """What one person did in the last sixty days, and what of her post nobody would miss."""

    actions: tuple[tuple[str, int], ...]  # code and how often, the most frequent first
    unused: tuple[str, ...]  # actions that the post permits
    last: datetime | None
    changed_lately: bool  # then what was unused may just be new: nothing is proposed
    drops: frozenset[str]


def lately(passage: gate.Passage, people: Collection[Staff], posts: dict[UUID, Post]) -> dict[UUID, Used]:
    """For each of these people; from the ledger, in a passage that reviews permissions."""
    since = timezone.now() - timedelta(days=DAYS)
    uses = rights.uses(passage, [person.pk for person in people], since=since)
    recent = rights.changes(passage, since=since, until=timezone.now(), most=MOST_CHANGES)
    changed = {change.about for change in recent}
    levels = {item.code: item.level for item in catalogue.items()}
    return {
        person.pk: _used(posts[person.pk], uses[person.pk], levels, is_new=person.pk in changed)
        for person in people
    }


def _used(post: Post, uses: Sequence[Use], levels: dict[str, int], *, is_new: bool) -> Used:
    times: Counter[str] = Counter()
    for use in uses:
        times[use.action] += use.times
    permitted = {permit.action for permit in rules.permits if post.role in permit.roles}
    return Used(
        actions=tuple((action, count) for action, count in times.most_common() if action in permitted),
        unused=tuple(sorted(permitted - set(times))),
        last=max((use.last for use in uses), default=None),
        changed_lately=is_new,
        drops=frozenset() if is_new else frozenset(_not_missed(post, uses, levels)),
    )


def _not_missed(post: Post, uses: Sequence[Use], levels: dict[str, int]) -> Iterable[str]:
    """Codes of what was not used: the account as a whole, else places and clearance."""
    if not uses:
        yield f"status.{Status.SUSPENDED}"
        return
    been = {reference for use in uses for reference in use.place}
    for community, building in post.assignments:
        if (f"building:{building}" if building else f"community:{community}") not in been:
            yield place_code(community, building)
    needed = max((levels.get(item, 0) for use in uses for item in use.items), default=0)
    if post.clearance >= SENSITIVE_CLEARANCE and needed < post.clearance:
        yield f"clearance.l{max(needed, ORDINARY)}"

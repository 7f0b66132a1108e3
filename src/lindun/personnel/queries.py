"""Reads of posts, checks, files and commendations. All run inside an open passage."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.models import (
    BackgroundCheck,
    Department,
    Kind,
    Position,
    PostConflict,
    Role,
    Staff,
    Status,
)
from lindun.personnel.models import Commendation, Commended

OPENING = (Action.ITEM_REVEAL, Action.EXPORT_MAKE, Action.REQUEST_SUBMIT)


@dataclass(frozen=True)
class Post:
    """One post on the list. reaches: whether its role opens residents' data; red: and nobody answers."""

    position: Position
    holders: int
    reaches: bool
    answered: bool

    @property
    def red(self) -> bool:
        return self.reaches and not self.answered


def reaches_data(role: str) -> bool:
    """Whether a role has a permit for anything that opens residents' data."""
    return any(rules.offers(action, role) for action in OPENING)


def posts() -> list[Post]:
    """Every open post with how many people hold it: red ones first, then by role."""
    held = Count("holders", filter=~Q(holders__status=Status.LEFT))
    found = Position.objects.filter(closed=False).select_related("responsible", "department")
    order = {role: number for number, role in enumerate(Role.values)}
    known = [_post(position, position.held) for position in found.annotate(held=held)]
    return sorted(known, key=lambda post: (not post.red, order[post.position.role], post.position.name))


def post(position: int) -> Post:
    """Raises gate.NotHere."""
    found = Position.objects.select_related("responsible", "department").filter(pk=position).first()
    if found is None:
        raise gate.NotHere
    return _post(found, found.holders.exclude(status=Status.LEFT).count())


def _post(position: Position, holders: int) -> Post:
    responsible = position.responsible
    answered = responsible is not None and responsible.is_in_post
    return Post(position, holders, reaches_data(position.role), answered)


def red_posts() -> int:
    """How many posts reach data and have nobody in post who answers for them."""
    return sum(each.red for each in posts())


def holders(position: Position, *, most: int) -> Sequence[Staff]:
    return list(position.holders.exclude(status=Status.LEFT)[:most])


def conflicts() -> list[PostConflict]:
    return list(PostConflict.objects.order_by("one", "other"))


def full_time_officers() -> QuerySet[Staff]:
    """Who is there for confidentiality and nothing else."""
    return Staff.objects.in_post().filter(role=Role.OFFICER, kind=Kind.FULL_TIME)


def checks() -> QuerySet[BackgroundCheck]:
    """Results that were recorded, the latest first."""
    return BackgroundCheck.objects.select_related("recorded_by")


def names_by_number(numbers: Collection[str]) -> dict[str, str]:
    """The names of those staff numbers that somebody has."""
    return dict(Staff.objects.filter(number__in=numbers).values_list("number", "name"))


def commendations() -> QuerySet[Commendation]:
    """Those that hang on the notice page, the newest first, with everybody commended."""
    people = Prefetch("people", Commended.objects.select_related("staff"))
    return Commendation.objects.select_related("given_by").prefetch_related(people)


def teams() -> list[tuple[str, str]]:
    """What can be commended as a team: (code, words). The people of a community, department or post."""
    communities = [
        (f"c{community.pk}", _("%(place)s, everybody") % {"place": community.name})
        for community, _buildings in organisation.places()
    ]
    departments = [(f"d{each.pk}", each.name) for each in Department.objects.order_by("name")]
    held = [(f"p{each.pk}", each.name) for each in Position.objects.filter(closed=False)]
    return [*communities, *departments, *held]


def members(team: str) -> tuple[list[Staff], str]:
    """Who is in post in a team, and what it is called; nobody for a code that is none."""
    named = dict(teams()).get(team, "")
    if not named:
        return [], ""
    way = {"c": "assignments__community", "d": "position__department", "p": "position"}[team[0]]
    found = Staff.objects.in_post().filter(**{way: int(team[1:])}).distinct()
    return list(found), named


def of_personnel(number: str) -> list[UUID]:
    """The accounts of personnel in post, or the one of this staff number."""
    people = Staff.objects.in_post().filter(role=Role.HR)
    return list((people.filter(number=number) if number else people).values_list("pk", flat=True))

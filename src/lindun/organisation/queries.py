"""Every read about the company and its people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lindun.core.marking import DEFAULT_SCHEME, SCHEMES
from lindun.estates.models import Building, Community
from lindun.organisation.models import (
    SENSITIVE_ROLES,
    Assignment,
    Company,
    Position,
    Staff,
    Status,
)


def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """Names of staff by id; somebody unknown is left out."""
    return dict(Staff.objects.filter(pk__in=set(people)).values_list("pk", "name"))


def posts(people: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """What staff are employed as now, in words, by id."""
    found = Staff.objects.filter(pk__in={person for person in people if person})
    return {person.pk: person.get_role_display() for person in found}


def cleared_people(roles: Iterable[str], *, level: int) -> int:
    """How many people in post have one of these roles and are cleared to this level."""
    return Staff.objects.in_post().filter(role__in=roles, clearance__gte=level).count()


def staff(*, role: str = "", status: str = "", text: str = "") -> QuerySet[Staff]:
    """Staff with their places and `second_factor`, by staff number. text: of a name or a number."""
    places = Prefetch("assignments", Assignment.objects.select_related("community", "building"))
    everybody = Staff.objects.select_related("position")
    found = everybody.annotate(second_factor=_second_factor()).prefetch_related(places).order_by("number")
    if role:
        found = found.filter(role=role)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(number__istartswith=text))
    return found.filter(status=status) if status else found


def person(staff_id: UUID) -> Staff | None:
    return (
        staff()
        .select_related("user", "department", "raised_by", "same_person_as")
        .filter(pk=staff_id)
        .first()
    )


def waiting_for(decider: UUID) -> int:
    """How many people wait for a second person who are neither the decider nor raised by her."""
    others = Staff.objects.filter(status=Status.WAITING).exclude(raised_by=decider)
    return others.exclude(pk=decider).count()


@dataclass(frozen=True)
class Counts:
    """How many people are in each state; and how many in post lack the second factor they need."""

    active: int
    waiting: int
    suspended: int
    left: int
    without_factor: int


def counts() -> Counts:
    found = dict(Staff.objects.order_by().values_list("status").annotate(people=Count("pk")))
    needing = Staff.objects.in_post().filter(~_second_factor(), role__in=SENSITIVE_ROLES)
    each = {status.value: found.get(status.value, 0) for status in Status}
    return Counts(**each, without_factor=needing.count())


def _second_factor() -> Exists:
    """Whether something besides recovery codes is enrolled."""
    means = Authenticator.objects.filter(user_id=OuterRef("user_id"))
    return Exists(means.exclude(type=Authenticator.Type.RECOVERY_CODES))


@dataclass(frozen=True)
class Session:
    """A sign-in that still has a session."""

    browser: str
    address: str
    since: datetime


def sessions(person: Staff) -> list[Session]:
    """Sign-ins of this person that were not ended. None once her one live session is gone."""
    if not person.session_digest:
        return []
    found = UserSession.objects.filter(user_id=person.user_id).order_by("-created_at")
    return [
        Session(session.user_agent, session.ip, session.created_at) for session in found if session.exists()
    ]


def owner(user: AbstractBaseUser | AnonymousUser) -> Staff | None:
    """The member of staff behind a signed-in account."""
    return Staff.objects.filter(user__username=user.get_username()).first()


MOST_NAMED = 2  # people beside the writer whose password a text may tell


def writers_and_named(writer: UUID, text: str) -> list[Staff]:
    """Whoever wrote a text, and those whose staff number or account stands in it as a word."""
    words = set(re.findall(r"[A-Za-z0-9_]{2,30}", text))
    named = Q(number__in=words) | Q(user__username__in=words)
    people = Staff.objects.select_related("user")
    others = people.filter(named).exclude(pk=writer)[:MOST_NAMED]
    return [*people.filter(pk=writer), *others]


def sign_in_means(user: AbstractBaseUser | AnonymousUser) -> set[str]:
    """What is enrolled besides the password: types of allauth's authenticators."""
    found = Authenticator.objects.filter(user__username=user.get_username())
    return set(found.values_list("type", flat=True))


def accounts_of(staff: UUID) -> list[UUID]:
    """All accounts of the person who has this one."""
    first = Staff.objects.filter(pk=staff).order_by().values(first=Coalesce("same_person_as_id", "pk"))
    found = Staff.objects.filter(Q(pk=Subquery(first)) | Q(same_person_as_id=Subquery(first)))
    return list(found.order_by("number").values_list("pk", flat=True))


def other_accounts(person: Staff) -> list[Staff]:
    """The other accounts of the person behind this one, by staff number."""
    return list(Staff.objects.filter(pk__in=accounts_of(person.pk)).exclude(pk=person.pk))


def numbers_of(person: Staff) -> list[str]:
    """The staff numbers of all accounts of the person behind this one."""
    return [person.number, *(other.number for other in other_accounts(person))]


def usernames() -> list[str]:
    """The names of all accounts, also of those that belong to nobody."""
    return list(User.objects.values_list("username", flat=True))


def in_post_by_number(number: str) -> UUID | None:
    """The account of this staff number, if its holder is in post."""
    return Staff.objects.in_post().filter(number=number).values_list("pk", flat=True).first()


def first_accounts() -> list[Staff]:
    """Of everybody who works here, the account that stands for her, by staff number."""
    return list(Staff.objects.filter(same_person_as=None).exclude(status=Status.LEFT))


def position_name(position: int) -> str:
    """What a post is called; empty for one that was deleted."""
    return Position.objects.filter(pk=position).values_list("name", flat=True).first() or ""


def positions() -> QuerySet[Position]:
    """All posts that can be given, the standard one of each role first."""
    return Position.objects.filter(closed=False)


def places() -> list[tuple[Community, list[Building]]]:
    """Every community with its buildings."""
    return [(each, list(each.buildings.all())) for each in Community.objects.prefetch_related("buildings")]


def company() -> Company | None:
    return Company.objects.first()


def level_scheme() -> str:
    """The scheme whose words name the levels; the usual one before there is a company."""
    chosen = Company.objects.values_list("level_scheme", flat=True).first()
    return chosen if chosen and chosen in SCHEMES else DEFAULT_SCHEME

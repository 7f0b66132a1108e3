"""May this person hold this post: its record, conflicting posts, the background check, her kind (PPL-01)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lindun.estates.models import Building, Community
from lindun.organisation.models import (
    FOR_A_TIME,
    BackgroundCheck,
    Department,
    Kind,
    Position,
    PostConflict,
    Result,
    Staff,
    Status,
)

GONE = _lazy("This post was removed meanwhile: choose another one.")
HOLDING = frozenset({Status.ACTIVE, Status.WAITING})


class BadPost(Exception):
    """The post, reach and person do not fit together; the text says what to change."""


@dataclass(frozen=True)
class Employment:
    """How somebody works here: her kind, the firm that sent her, her department, her first and last day."""

    kind: str = Kind.FULL_TIME
    firm: str = ""
    until: date | None = None
    department: str = ""
    hired: date | None = None

    def check(self) -> None:
        """Raises BadPost."""
        if self.kind not in Kind.values:
            raise BadPost(_("Say how the person works here."))
        if (self.kind == Kind.OUTSOURCED) != bool(self.firm.strip()):
            raise BadPost(_("Name the firm of an outsourced person; nobody else has one."))
        if self.kind in FOR_A_TIME and self.until is None:
            raise BadPost(_("Who comes for a time has a last day: enter it."))
        if self.until and self.hired and self.hired > self.until:
            raise BadPost(_("The last day lies before the first one."))

    def check_begins(self) -> None:
        """Of somebody who is about to begin. Raises BadPost."""
        self.check()
        if self.until and self.until < timezone.localdate():
            raise BadPost(_("The last day has passed already."))

    def department_id(self) -> int | None:
        """The record of her department, made if there is none of this name."""
        name = self.department.strip()
        return Department.objects.get_or_create(name=name)[0].pk if name else None


EMPLOYED = Employment()


@dataclass(frozen=True)
class Holder:
    """Whoever is to hold a post: her accounts, their staff numbers, how she works here."""

    accounts: frozenset[UUID]
    numbers: frozenset[str]
    kind: str


def holder(person: Staff) -> Holder:
    """Somebody who has an account. Holds the person's first account until the transaction ends."""
    first = person.same_person_as_id or person.pk
    return _holder(first, {person.pk}, {person.number}, person.kind)


def newcomer(number: str, kind: str, *, first: UUID | None) -> Holder:
    """Somebody who is to get an account, her second one if `first` names another."""
    return _holder(first, set(), {number}, kind)


def _holder(first: UUID | None, accounts: set[UUID], numbers: set[str], kind: str) -> Holder:
    if first is not None:
        Staff.objects.select_for_update().filter(pk=first).first()  # her posts are decided one after another
        known = Staff.objects.filter(Q(pk=first) | Q(same_person_as=first)).values_list("pk", "number")
        accounts |= {account for account, _number in known}
        numbers |= {number for _account, number in known}
    return Holder(frozenset(accounts), frozenset(numbers), kind)


def record_of(role: str, position: int | None) -> Position:
    """The post of this number if it is one of this role, else the standard post of the role.

    Raises BadPost for a number of which there is no post any more.
    """
    if position:
        named = Position.objects.filter(pk=position).first()  # one look: it may be removed before a second
        if named is None:
            raise BadPost(GONE)
        if named.role == role:
            return named
    return Position.objects.get(role=role, standard=True)


def held(position: int | None) -> Position:
    """The post that somebody takes up, held until the transaction ends: nobody removes it meanwhile.

    Raises BadPost.
    """
    found = Position.objects.select_for_update(of=("self",), no_key=True).filter(pk=position or 0).first()
    if found is None:
        raise BadPost(GONE)
    return found


def check_holdable(position: Position, by: Holder, *, besides: UUID | None = None) -> None:
    """Raises BadPost when this person may not hold this post. besides: the account whose post is changed."""
    if position.closed:
        raise BadPost(_("This post is closed: choose another one."))
    if by.kind not in position.kinds:
        raise BadPost(_("People of this kind may not hold this post."))
    _check_conflict(position.role, [account for account in by.accounts if account != besides])
    if position.sensitive and not has_passed(by.numbers):
        raise BadPost(_("This post is sensitive: record a passed background check first."))


def has_passed(numbers: Collection[str]) -> bool:
    """Whether the latest check under these staff numbers was passed and is still valid."""
    return passed_check(numbers) is not None


def passed_check(numbers: Collection[str]) -> BackgroundCheck | None:
    """The check that counts today: the latest, if it was passed and has not run out."""
    latest = BackgroundCheck.objects.filter(number__in=numbers).first()
    if latest is None or latest.result != Result.PASSED:
        return None
    over = latest.valid_until is not None and latest.valid_until < timezone.localdate()
    return None if over else latest


def _check_conflict(role: str, accounts: Collection[UUID]) -> None:
    held = set(Staff.objects.filter(pk__in=accounts, status__in=HOLDING).values_list("role", flat=True))
    pairs = PostConflict.objects.filter(Q(one=role, other__in=held) | Q(other=role, one__in=held))
    clash = pairs.first()
    if clash is not None:
        raise BadPost(
            _("One person is not %(one)s and %(other)s at once.")
            % {"one": clash.get_one_display(), "other": clash.get_other_display()}
        )


def check_places(assignments: Iterable[tuple[int, int | None]]) -> None:
    """Raises BadPost when one of these does not exist."""
    for community, building in assignments:
        known = (
            Community.objects.filter(pk=community).exists()
            if building is None
            else Building.objects.filter(pk=building, community_id=community).exists()
        )
        if not known:
            raise BadPost(_("One of the places does not exist any more: choose again."))

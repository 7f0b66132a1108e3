"""Many people at once: brought by a list, let in by a second person.

Whoever comes by a list waits, whatever her post: the list proposes, and nothing opens before somebody else
has looked at it (decision 0036). A sensitive post is decided on the person's own page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action
from lindun.organisation import assigning, checks
from lindun.organisation.actions import Newcomer, Post, changed, check_post
from lindun.organisation.assigning import BadPost as BadPost
from lindun.organisation.models import (
    SENSITIVE_CLEARANCE,
    SENSITIVE_ROLES,
    Assignment,
    BackgroundCheck,
    Desk,
    Password,
    Staff,
    Status,
)


def check(newcomer: Newcomer) -> None:
    """Raises BadPost when the person may not hold this post, or her employment does not fit together."""
    newcomer.employment.check_begins()
    check_post(newcomer.post)
    record = assigning.record_of(newcomer.post.role, newcomer.post.position)
    by = assigning.newcomer(newcomer.number, newcomer.employment.kind, first=None)
    assigning.check_holdable(record, by)


def enter(passage: gate.Passage, people: Sequence[Newcomer], *, proposed_by: UUID) -> list[Staff]:
    """Enter people who wait, without a password, inside the caller's passage; each has an entry of her own.

    proposed_by: whoever brings the list; a second person lets them in. Raises BadPost.
    """
    for newcomer in _of_each_sort(people):
        check(newcomer)
    waiting = [replace(each, post=replace(each.post, status=Status.WAITING)) for each in people]
    made = _rows(waiting, proposed_by)
    checked = set(
        BackgroundCheck.objects.filter(number__in=[each.number for each in people]).values_list(
            "number", flat=True
        )
    )
    for newcomer, person in zip(waiting, made, strict=True):
        if newcomer.number in checked and (passed := assigning.passed_check([newcomer.number])):
            checks.settle(person.pk, passed)
        _record(
            passage,
            person,
            Action.STAFF_CHANGE,
            ["staff.hired", "staff.listed", *changed(None, newcomer.post)],
        )
    return made


def _of_each_sort(people: Iterable[Newcomer]) -> Iterator[Newcomer]:
    """One of those with the same post, places and kind, of whom the same is asked; and who needs a check."""
    met: set[object] = set()
    for each in people:
        each.employment.check_begins()
        sort = (each.post, each.employment.kind)
        if each.post.marked or sort not in met:
            met.add(sort)
            yield each


def _rows(people: Sequence[Newcomer], proposed_by: UUID) -> list[Staff]:
    users = User.objects.bulk_create([_user(each.account) for each in people])
    departments = {each.employment.department: each.employment.department_id() for each in people}
    made = Staff.objects.bulk_create(
        Staff(
            user=user,
            number=each.number,
            name=each.name,
            role=each.post.role,
            position_id=each.post.position or 0,
            kind=each.employment.kind,
            firm=each.employment.firm.strip(),
            until=each.employment.until,
            department_id=departments[each.employment.department],
            hired_on=each.employment.hired,
            clearance=each.post.clearance,
            status=each.post.status,
            raised_by_id=proposed_by,
        )
        for each, user in zip(people, users, strict=True)
    )
    now = timezone.now()
    Password.objects.bulk_create(Password(staff=person, set_at=None) for person in made)
    Desk.objects.bulk_create(Desk(staff=person, seen_at=now) for person in made)
    Assignment.objects.bulk_create(
        Assignment(staff=person, community_id=community, building_id=building)
        for each, person in zip(people, made, strict=True)
        for community, building in sorted(each.post.assignments, key=str)
    )
    return made


def _user(account: str) -> User:
    """An account with which nobody can sign in: personnel gives a first password when it is wanted."""
    user = User(username=account)
    user.set_unusable_password()
    return user


def waiting_of(people: Collection[UUID], *, proposed_by: UUID) -> QuerySet[Staff]:
    """Those of these people who still wait as this proposer brought them, for an ordinary post."""
    waiting = Staff.objects.filter(pk__in=people, status=Status.WAITING, raised_by=proposed_by)
    ordinary = waiting.exclude(role__in=SENSITIVE_ROLES).filter(
        position__sensitive=False, clearance__lt=SENSITIVE_CLEARANCE
    )
    return ordinary.select_related("position").prefetch_related("assignments").order_by("number")


def mark_of(people: Iterable[Staff]) -> str:
    """Stands for exactly these people in these posts, so that nobody lets others in than she saw."""
    said = [f"{person.pk} {_post(person).mark}" for person in people]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def let_in(passage: gate.Passage, people: Collection[UUID], *, proposed_by: UUID, seen: str) -> list[Staff]:
    """Let in those of these people who still wait as they were brought, inside a second person's passage.

    seen: the mark of those who were looked at. Sensitive posts are left out: each of these is decided on its
    own. Raises BadPost.
    """
    waiting = list(waiting_of(people, proposed_by=proposed_by).select_for_update(of=("self",)))
    if not waiting:
        raise BadPost(_("Nobody of this list waits any more."))
    if mark_of(waiting) != seen:
        raise BadPost(_("The list was changed after you looked at it: please look again."))
    _check_still_holdable(waiting)
    for person in waiting:
        before = _post(person)
        after = replace(before, status=Status.ACTIVE)
        _record(passage, person, Action.STAFF_CONFIRM, [*changed(before, after), "approved"])
    let = Staff.objects.filter(pk__in=[person.pk for person in waiting])
    let.update(status=Status.ACTIVE, raised_by=None)
    return waiting


def _check_still_holdable(people: Iterable[Staff]) -> None:
    """Raises BadPost. Of those who have one account the same is asked whoever holds the same post."""
    several = set(Staff.objects.exclude(same_person_as=None).values_list("same_person_as_id", flat=True))
    met: set[tuple[int, str]] = set()
    for person in people:
        sort = (person.position_id, person.kind)
        if person.pk in several or sort not in met:
            met.add(sort)
            assigning.check_holdable(person.position, assigning.holder(person), besides=person.pk)


def _post(person: Staff) -> Post:
    """The post as it is, of somebody whose places were brought along."""
    places = frozenset((place.community_id, place.building_id) for place in person.assignments.all())
    record = person.position
    return Post(person.role, person.clearance, person.status, places, record.pk, record.sensitive)


def _record(passage: gate.Passage, person: Staff, action: Action, reasons: Iterable[str]) -> None:
    """What befell one of many people: her own entry, as if it had been done on her page."""
    subjects = (f"staff:{person.pk}",)
    entries.write(passage.who, What(action=action, outcome="done", subjects=subjects, reasons=tuple(reasons)))

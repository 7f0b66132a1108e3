"""Every write about staff and posts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lindun import gate
from lindun.core.marking import SCHEMES
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.passages import founding
from lindun.gate.vocabulary import Action
from lindun.organisation import assigning, checks, departing, posts
from lindun.organisation.assigning import EMPLOYED, HOLDING, Employment
from lindun.organisation.assigning import BadPost as BadPost
from lindun.organisation.checks import Checked
from lindun.organisation.models import (
    SENSITIVE_CLEARANCE,
    SENSITIVE_ROLES,
    Assignment,
    Company,
    Desk,
    Password,
    Role,
    Staff,
    Status,
)

TAKEN = _lazy("This staff number or account name is taken.")
BUILDING_ROLES = frozenset({Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD})
GIVEN = frozenset(Status.values) - {Status.WAITING}  # waiting comes about, nobody gives it
KEPT = frozenset({Status.ACTIVE, Status.SUSPENDED})  # whoever is in one of these has a post to be moved from


@dataclass(frozen=True)
class Post:
    """What a person's post is to be. Assignments are (community, building or None) ids.

    position: the record of the post, without it the standard one of the role; marked: it is a sensitive one.
    """

    role: str
    clearance: int
    status: str
    assignments: frozenset[tuple[int, int | None]]
    position: int | None = None
    marked: bool = False

    def codes(self, prefix: str) -> list[str]:
        """The post as ledger codes, so that an entry shows before and after."""
        return [
            f"{prefix}.role.{self.role}",
            *([f"{prefix}.position.p{self.position}"] if self.position else []),
            f"{prefix}.clearance.l{self.clearance}",
            f"{prefix}.status.{self.status}",
            f"{prefix}.places.n{len(self.assignments)}",
        ]

    def without(self, drops: Iterable[str]) -> Post:
        """This post less what these codes name: `place.b12`, `clearance.l2`, `status.suspended`."""
        given = dict(drop.partition(".")[::2] for drop in drops if not drop.startswith("place."))
        return replace(
            self,
            clearance=min(self.clearance, int(given.get("clearance", "l4").removeprefix("l"))),
            status=given.get("status", self.status),
            assignments=frozenset(
                place for place in self.assignments if place_code(*place) not in set(drops)
            ),
        )

    def droppable(self) -> list[str]:
        """Codes of what can be taken away from this post, as `without` reads them."""
        places = sorted(place_code(*place) for place in self.assignments)
        lower = [f"clearance.l{level}" for level in range(1, self.clearance)]
        return [*places, *lower, f"status.{Status.SUSPENDED}"]

    @property
    def is_sensitive(self) -> bool:
        return self.marked or self.role in SENSITIVE_ROLES or self.clearance >= SENSITIVE_CLEARANCE

    def is_taken_up(self, before: Post | None) -> bool:
        """Whether somebody who did not hold this post now does, or waits for it."""
        if self.status not in HOLDING:
            return False
        return before is None or before.status not in HOLDING or self.position != before.position

    def takes_two(self, before: Post | None) -> bool:
        """Whether a second person must confirm it: sensitive, in post, and more than was in force before.

        Roles have no order, so any other role counts as more.
        """
        if self.status != Status.ACTIVE or not self.is_sensitive:
            return False
        if before is None or before.status != Status.ACTIVE:
            return True
        if (self.role, self.position) != (before.role, before.position):
            return True
        return self.clearance > before.clearance or not before._covers(self.assignments)

    def _covers(self, places: Iterable[tuple[int, int | None]]) -> bool:
        known = self.assignments
        return all(place in known or (place[0], None) in known for place in places)

    @property
    def mark(self) -> str:
        """Stands for exactly this post, so that nobody confirms another one than she saw."""
        places = sorted(f"{community}-{building}" for community, building in self.assignments)
        said = " ".join((self.role, str(self.position), str(self.clearance), self.status, *places))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


MOST_PLACES = 24  # named in one entry on either side; the count says how many there are


def place_code(community: int, building: int | None) -> str:
    """`place.c1` for a community, `place.b12-3456` for a building: the ledger takes four digits in a row."""
    number = str(building or community)
    groups = [number[max(0, end - 4) : end] for end in range(len(number), 0, -4)]
    return f"place.{'b' if building else 'c'}{'-'.join(reversed(groups))}"


def changed(before: Post | None, after: Post) -> list[str]:
    """Ledger codes of a change: both posts, and the places that were lost and gained."""
    had = before.assignments if before else frozenset()
    lost, gained = _named(had - after.assignments), _named(after.assignments - had)
    sides = [*(before.codes("before") if before else []), *after.codes("after")]
    return [*sides, *(f"before.{code}" for code in lost), *(f"after.{code}" for code in gained)]


def _named(places: Iterable[tuple[int, int | None]]) -> list[str]:
    return sorted(place_code(*place) for place in places)[:MOST_PLACES]


def change_post(who: gate.Identity, *, staff: UUID, post: Post) -> Staff:
    """Give somebody a role, a clearance, a status and places; takes effect at her next passage.

    More in a sensitive post takes two: she is out of post and waits for `confirm_post` by somebody else.
    Nobody changes her own post: the gate refuses and the refusal stands in the ledger (ACC-10). Raises
    gate.Denied, gate.NotHere, BadPost.
    """
    return _change(who, staff=staff, post=post, fits=_check_return)


def adjust_post(who: gate.Identity, *, staff: UUID, post: Post) -> Staff:
    """Change what somebody reaches who keeps her post, or take her out of it for a time.

    Another post comes by a transfer and the end by an exit: both end what the old post gave. Raises
    gate.Denied, gate.NotHere, BadPost.
    """
    return _change(who, staff=staff, post=post, fits=_check_adjusted)


def transfer_post(who: gate.Identity, *, staff: UUID, post: Post) -> Staff:
    """Carry a transfer out: as `change_post`, for somebody who is in post at this very moment."""
    return _change(who, staff=staff, post=post, fits=_check_transferred)


def _change(
    who: gate.Identity, *, staff: UUID, post: Post, fits: Callable[[Staff, Post, Post], None]
) -> Staff:
    """fits: raises BadPost; gets the person, her post before and the one asked for."""
    check_post(post)
    with gate.passage(who, Action.STAFF_CHANGE, other_person=staff, writes=True) as passage:
        person = Staff.objects.select_for_update().filter(pk=staff).first()
        if person is None:
            raise gate.NotHere
        before = current_post(person)
        fits(person, before, post)
        entered, raised_by = _entered(_recorded(post), before=before, by=who)
        if entered.is_taken_up(before):
            _check_holdable(entered, assigning.holder(person), besides=person.pk)
        passage.saw([staff], kind="staff")
        passage.about(*changed(before, entered))
        person.role, person.clearance, person.status = entered.role, entered.clearance, entered.status
        person.position_id, person.raised_by_id = entered.position or 0, raised_by
        if entered.status != Status.ACTIVE:
            person.session_digest = ""
        changes = ["role", "position", "clearance", "status", "raised_by", "session_digest"]
        person.save(update_fields=changes)
        person.assignments.all().delete()
        _assign(person, entered)
        return person


def _check_return(person: Staff, before: Post, post: Post) -> None:
    if before.status == Status.LEFT and post.status != Status.LEFT:
        for words in departing.obstacles(person.pk):
            raise BadPost(words)


def _check_transferred(person: Staff, before: Post, post: Post) -> None:
    if before.status in {Status.LEFT, Status.SUSPENDED}:
        raise BadPost(_("Only somebody in post is transferred."))


def _check_adjusted(person: Staff, before: Post, post: Post) -> None:
    _check_return(person, before, post)
    if post.status == Status.LEFT and before.status != Status.LEFT:
        raise BadPost(_("Whoever leaves has an exit recorded: here she does not leave."))
    same = (post.role, _recorded(post).position) == (before.role, before.position)
    if before.status in KEPT and not same:
        raise BadPost(_("Another post is a transfer: record one."))


def _entered(post: Post, *, before: Post | None, by: gate.Identity) -> tuple[Post, UUID | None]:
    """The post as it is entered, and who raised her when it has to wait."""
    if not post.takes_two(before):
        return post, None
    return replace(post, status=Status.WAITING), by.person


def _recorded(post: Post) -> Post:
    """The post with its record: the one it names, or the standard one of its role."""
    record = assigning.record_of(post.role, post.position)
    return replace(post, position=record.pk, marked=record.sensitive)


def _check_holdable(post: Post, by: assigning.Holder, *, besides: UUID | None = None) -> None:
    assigning.check_holdable(assigning.held(post.position), by, besides=besides)


def _assign(person: Staff, post: Post) -> None:
    Assignment.objects.bulk_create(
        Assignment(staff=person, community_id=community, building_id=building)
        for community, building in sorted(post.assignments, key=str)
    )


def confirm_post(who: gate.Identity, *, staff: UUID, seen: str, approve: bool) -> Staff:
    """Decide a post that waits, as a second person: in post from now on, or suspended when refused.

    seen: the mark of the post that was looked at; another one is not decided unseen. Raises gate.Denied when
    the decider is the person herself or raised her, gate.NotHere, BadPost.
    """
    raised_by = Staff.objects.filter(pk=staff).values_list("raised_by_id", flat=True).first()
    with gate.passage(
        who, Action.STAFF_CONFIRM, other_person=staff, proposed_by=raised_by, writes=True
    ) as passage:
        person = Staff.objects.select_for_update().filter(pk=staff).first()
        if person is None:
            raise gate.NotHere
        before = current_post(person)
        if before.status != Status.WAITING:
            raise BadPost(_("This post does not wait for a decision any more."))
        if person.raised_by_id != raised_by or before.mark != seen:
            raise BadPost(_("The post was changed after you looked at it: please look again."))
        if approve:
            _check_holdable(before, assigning.holder(person), besides=person.pk)
        after = replace(before, status=Status.ACTIVE if approve else Status.SUSPENDED)
        passage.saw([staff], kind="staff")
        passage.about(*changed(before, after), "approved" if approve else "refused")
        person.status, person.raised_by = after.status, None
        person.save(update_fields=["status", "raised_by"])
        return person


def current_post(person: Staff) -> Post:
    places = frozenset(person.assignments.values_list("community_id", "building_id"))
    record = person.position
    return Post(person.role, person.clearance, person.status, places, record.pk, record.sensitive)


def change_level_scheme(who: gate.Identity, *, scheme: str) -> None:
    """Show levels by another scheme's names. Only words change: decisions read the inner ladder (GOV-02)."""
    if scheme not in SCHEMES:
        raise BadPost(_("There is no level scheme of this name."))
    with gate.passage(who, Action.SCHEME_CHANGE, writes=True) as passage:
        company = Company.objects.select_for_update().get()
        passage.about(f"before.{company.level_scheme}", f"after.{scheme}")
        company.level_scheme = scheme
        company.save(update_fields=["level_scheme"])


def check_post(post: Post) -> None:
    """Raises BadPost for one that no company has, or whose places are not those of its role."""
    if post.role not in Role.values or post.status not in GIVEN or not 0 <= post.clearance <= 4:
        raise BadPost(_("This post is not one the company has."))
    if post.role in BUILDING_ROLES and any(building is None for _community, building in post.assignments):
        raise BadPost(_("This post works by building: choose buildings, not a whole community."))
    assigning.check_places(post.assignments)


@dataclass(frozen=True)
class Newcomer:
    """A person to be given an account. The repr shows no password."""

    account: str
    name: str
    number: str
    post: Post
    password: str
    totp: str = ""  # a second-factor secret to enrol at once, for installations that hand out devices
    same_person_as: UUID | None = None  # the first account of somebody who works here already
    employment: Employment = EMPLOYED
    check: Checked | None = None  # the result of a background check, entered together with the account

    def __repr__(self) -> str:
        return f"Newcomer({self.number})"


class AlreadyFounded(Exception):
    """There are people already: new ones are hired by personnel, through the gate."""


def found_company(name: str, people: Iterable[Newcomer], *, first_facts: Callable[[], None]) -> None:
    """Make the company and its first accounts. Works once, before anybody exists; afterwards `hire` does it.

    first_facts: enters the first catalogue, in the same transaction.
    """
    with founding():
        if Staff.objects.exists() or Company.objects.exists():
            raise AlreadyFounded
        Company.objects.create(name=name)
        first_facts()
        for newcomer in people:
            person = _enter(replace(newcomer, post=_recorded(newcomer.post)), password_is_hers=True)
            if newcomer.check is not None:
                checks.write_down(newcomer.check, number=newcomer.number, by=None)
            what = What(action=Action.STAFF_CHANGE, outcome="done", subjects=(f"staff:{person.pk}",),
                        reasons=("company.founded", *changed(None, newcomer.post)))  # fmt: skip
            entries.write("system.operator", what)
        posts.name_first_responsibles()


def hire(who: gate.Identity, newcomer: Newcomer) -> Staff:
    """Give somebody an account and a post; a sensitive one waits for `confirm_post` by somebody else.

    A second account of somebody who works here names her first one; nobody opens one for herself. Raises
    gate.Denied, BadPost.
    """
    check_post(newcomer.post)
    newcomer.employment.check_begins()
    first = newcomer.same_person_as
    with gate.passage(who, Action.STAFF_CHANGE, other_person=first, writes=True) as passage:
        if first and not Staff.objects.filter(pk=first, same_person_as=None).exists():
            raise BadPost(_("Choose the first account of the person."))
        if (
            Staff.objects.filter(number=newcomer.number).exists()
            or User.objects.filter(username=newcomer.account).exists()
        ):
            raise BadPost(TAKEN)
        if newcomer.check is not None:
            checks.write_down(newcomer.check, number=newcomer.number, by=who.person)
        entered, raised_by = _entered(_recorded(newcomer.post), before=None, by=who)
        _check_holdable(entered, assigning.newcomer(newcomer.number, newcomer.employment.kind, first=first))
        try:
            with transaction.atomic():
                person = _enter(replace(newcomer, post=entered), raised_by=raised_by, password_is_hers=False)
        except IntegrityError:  # somebody entered the same person at this moment
            raise BadPost(TAKEN) from None
        if (check := assigning.passed_check([newcomer.number])) is not None:
            checks.settle(person.pk, check)
        passage.saw([person.pk], kind="staff")
        again = ["staff.second_account"] if first else []
        passage.about("staff.hired", *again, *changed(None, entered))
        return person


def _enter(newcomer: Newcomer, *, password_is_hers: bool, raised_by: UUID | None = None) -> Staff:
    user = User.objects.create_user(username=newcomer.account, password=newcomer.password)
    person = Staff.objects.create(
        user=user,
        same_person_as_id=newcomer.same_person_as,
        number=newcomer.number,
        name=newcomer.name,
        role=newcomer.post.role,
        position_id=newcomer.post.position or 0,
        kind=newcomer.employment.kind,
        firm=newcomer.employment.firm.strip(),
        until=newcomer.employment.until,
        department_id=newcomer.employment.department_id(),
        hired_on=newcomer.employment.hired,
        clearance=newcomer.post.clearance,
        status=newcomer.post.status,
        raised_by_id=raised_by,
    )
    now = timezone.now()
    Password.objects.create(staff=person, set_at=now if password_is_hers else None)
    Desk.objects.create(staff=person, seen_at=now)
    _assign(person, newcomer.post)
    if newcomer.totp:
        TOTP.activate(user, newcomer.totp)
    return person

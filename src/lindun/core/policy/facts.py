"""What a decision looks at. All frozen, all plain values: a decision can be replayed years later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """How a purpose may use an item, from least to most: each way permits those before it.

    A call shows no digits to whoever speaks. What may be seen may be dialled as well, so `reveal` permits it.
    Paper outlives the thirty seconds of a screen and goes where no gate is, so `print` is more than `reveal`.
    """

    MASKED = "masked"
    CALL = "call"
    REVEAL = "reveal"
    PRINT = "print"

    def permits(self, use: str) -> bool:
        """Whether it permits this use. What is no way of the routine (a file) shows as much as a screen."""
        ways = list(Way)
        asked = Way(use) if use in ways else Way.REVEAL
        return ways.index(asked) <= ways.index(self)


@dataclass(frozen=True)
class Extent:
    """How far a right reaches: whole communities and single buildings besides, by id. Empty is nowhere."""

    communities: frozenset[int] = frozenset()
    buildings: frozenset[int] = frozenset()

    def covers(self, place: Place) -> bool:
        return place.community in self.communities or place.building in self.buildings


@dataclass(frozen=True)
class Place:
    """Where a resource lies. `building` is None for things that belong to a whole community."""

    community: int
    building: int | None = None


@dataclass(frozen=True)
class Consent:
    """What the company agreed in writing that a partner gets: these items for this purpose.

    `closed`: reason codes of all that stands against it now, e.g. `partner.agreement_expired`.
    """

    id: str
    purpose: str
    items: frozenset[str]
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Errand:
    """What the bearer of a work-order link may be here for: one task at one dwelling, and nothing else.

    `ended`: the reason code of what ended it, e.g. `link.expired`; empty while it holds. `rules_accepted`:
    whether the bearer has agreed to the company's rules as they stand. `consent`: by which a bearer from
    outside is shown anything; staff have none.
    """

    task: str
    dwelling: str
    ended: str = ""
    rules_accepted: bool = False
    consent: Consent | None = None


@dataclass(frozen=True)
class Actor:
    """A member of staff as the decision sees her, or the bearer of a link, who has an errand, no post.

    `person` stands for her whichever of her accounts she uses; `id` is that account. `assigned` is what her
    duty covers; `company` are all communities, for posts that reach everywhere. `missing` and `lapsed` are
    codes of what her post asks and she has not met, or not renewed.
    """

    id: str
    person: str
    role: str
    clearance: int
    in_post: bool
    second_factor: bool
    needs_second_factor: bool
    assigned: Extent = field(default_factory=Extent)
    company: frozenset[int] = frozenset()
    answered_for: bool = False  # somebody in post answers for her post
    errand: Errand | None = None
    missing: frozenset[str] = frozenset()
    lapsed: frozenset[str] = frozenset()

    def works_on(self, task: Task) -> bool:
        """Whether the task is hers, or the one her link was made for."""
        return task.holder == self.id or (self.errand is not None and self.errand.task == task.id)


@dataclass(frozen=True)
class Item:
    """A data item of the catalogue with its level 0-4."""

    code: str
    level: int


@dataclass(frozen=True)
class Purpose:
    """A purpose and what it needs, by item code. An item that is absent is not needed."""

    code: str
    needs: Mapping[str, Way] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """A piece of work that information is used for."""

    id: str
    purpose: str
    dwelling: str
    holder: str
    closes_at: datetime
    closed: bool


@dataclass(frozen=True)
class Grant:
    """What an approved request opens beyond routine: for whom, of whom, what, until when and how often.

    It is about `subjects`, or about everybody in `place` when it names none and is for a file.
    `approved`: whether the approvals that its level asks for are there now. `views_left` counts down to 0.
    """

    id: str
    holder: str
    purpose: str
    use: str
    subjects: frozenset[str]
    items: frozenset[str]
    place: Place
    expires_at: datetime
    views_left: int
    approved: bool
    ended: bool = False
    ordinals: frozenset[int] | None = None  # of values that come by the hour, those of the agreed hours


@dataclass(frozen=True)
class House:
    """Facts about the installation itself."""

    opening_stopped: bool = False  # no mirror of the ledger has been current for too long


@dataclass(frozen=True)
class Access:
    """One question to the policy. Fields that an action does not speak about stay None or empty."""

    actor: Actor
    action: str
    now: datetime
    house: House = field(default_factory=House)
    place: Place | None = None
    dwelling: str | None = None
    purpose: Purpose | None = None
    task: Task | None = None
    grant: Grant | None = None
    grant_named: bool = False  # the caller named a grant, whether or not it was found
    subject: str | None = None  # the data subject whose items are asked for
    use: str = "reveal"  # how they are to be used: for a call, on the screen, on paper, as a file
    task_named: bool = False  # the caller named a task, whether or not it was found
    owes_paper: bool | None = None  # a sheet of hers is past its time; None: nobody asked, so none is printed
    recent: int = 0  # how often the actor has done this in the last ten minutes, for actions that are counted
    reason_given: bool = False  # a reason for looking without a task
    items: tuple[Item, ...] = ()
    unknown_items: tuple[str, ...] = ()  # asked for, but not in the catalogue
    other_person: str | None = None  # the person whom the action is about, e.g. whose rights change
    proposed_by: str | None = None  # the person who asked for what is now decided
    proposer_answered_for: bool = False  # somebody in post answers for the post of whoever asked
    deciders: frozenset[str] | None = None  # the roles that may decide it; None where any permitted role may
    consent: Consent | None = None  # by which something is handed to a partner
    consent_named: bool = False  # the caller named a consent, whether or not it was found

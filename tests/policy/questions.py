"""Questions to the policy, generated: dense near the borders where rules meet, the same for the same seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from lindun.core.policy import (
    Access,
    Actor,
    Consent,
    Errand,
    Extent,
    Grant,
    House,
    Item,
    Place,
    Purpose,
    Task,
    Way,
)
from lindun.partners.codes import CLOSING

ROLES = (
    "counter", "housekeeper", "repair", "guard", "supervisor", "manager", "cashier",
    "general_manager", "officer", "auditor", "hr", "operator", "", "link_holder",
)  # fmt: skip
ACTIONS = (
    "residents.item.reveal", "residents.item.reveal", "residents.item.reveal", "residents.resident.list",
    "residents.resident.search", "residents.household.view", "requests.history.view",
    "residents.roster.import", "catalogue.change.propose", "catalogue.change.decide",
    "organisation.staff.change", "organisation.staff.confirm", "oversight.ledger.read",
    "requests.request.decide", "requests.request.submit", "residents.movement.list", "sharing.export.make",
    "sharing.export.mask", "papers.sheet.print", "papers.sheet.return",
    "sharing.link.open", "training.quiz.submit", "conduct.case.decide",
)  # fmt: skip
ITEMS = (Item("name", 2), Item("phone", 2), Item("id_number", 3), Item("plate", 2), Item("movement", 4))
DEMANDS = ("background", "course", "quiz", "pledge", "duties", "policy")
WAYS = (Way.REVEAL, Way.REVEAL, Way.PRINT, Way.CALL, Way.MASKED)
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


def generate(count: int, seed: int) -> list[Access]:
    chance = random.Random(seed)
    return [_question(chance) for _ in range(count)]


def _question(chance: random.Random) -> Access:
    actor = _actor(chance)
    likely = chance.random
    dwelling = chance.choice(("d1", "d2"))
    purpose = _purpose(chance) if likely() < 0.9 else None
    task = _task(chance, actor, dwelling, purpose) if likely() < 0.7 else None
    place = _place(chance) if likely() < 0.9 else None
    items = tuple(chance.sample(ITEMS, chance.choice((0, 1, 1, 1, 2))))
    grant = _grant(chance, actor, purpose, items, place) if likely() < 0.25 else None
    return Access(
        actor=actor,
        action=chance.choice(ACTIONS),
        now=NOW,
        house=House(opening_stopped=likely() < 0.05),
        place=place,
        dwelling=dwelling,
        purpose=purpose,
        task=task,
        task_named=task is not None or likely() < 0.1,
        recent=chance.choice((0, 0, 0, 0, 59, 60, 61)),
        reason_given=likely() < 0.3,
        items=items,
        grant=grant,
        grant_named=grant is not None or likely() < 0.05,
        subject=chance.choice(("r1", "r1", "r2")),
        use=chance.choice(("reveal", "reveal", "reveal", "call", "print", "export")),
        owes_paper=chance.choice((*[False] * 8, True, None)),
        deciders=chance.choice(
            (None, frozenset({"manager", "general_manager"}), frozenset({"general_manager"}))
        ),
        consent=(consent := _consent(chance, purpose, items) if likely() < 0.1 else None),
        consent_named=consent is not None or likely() < 0.03,
        unknown_items=("shoe_size",) if likely() < 0.05 else (),
        other_person=chance.choice((None, "s1", "s2")),
        proposed_by=chance.choice((None, "s1", "s2")),
        proposer_answered_for=likely() < 0.8,
    )


def _actor(chance: random.Random) -> Actor:
    role = chance.choice(ROLES)
    account, person = chance.choice((("s1", "s1"), ("s2", "s2"), ("s3", "s1")))  # s3 is a second account
    return Actor(
        id=account,
        person=person,
        role=role,
        clearance=chance.choice((1, 2, 2, 3, 4)),
        in_post=chance.random() < 0.9,
        second_factor=chance.random() < 0.7,
        needs_second_factor=chance.random() < 0.5,
        answered_for=chance.random() < 0.8,
        assigned=Extent(
            frozenset(chance.sample((1, 2, 3), chance.choice((0, 1, 2)))),
            frozenset(chance.sample((11, 12, 21, 31), chance.choice((0, 1, 2)))),
        ),
        company=frozenset({1, 2, 3}),
        missing=frozenset({chance.choice(DEMANDS)} if chance.random() < 0.1 else ()),
        lapsed=frozenset({chance.choice(DEMANDS)} if chance.random() < 0.1 else ()),
        errand=_errand(chance) if role == "link_holder" and chance.random() < 0.9 else None,
    )


def _errand(chance: random.Random) -> Errand:
    """What a work-order link was made for, mostly still holding."""
    ended = (
        "",
        "",
        "",
        "",
        "link.revoked",
        "link.locked",
        "link.expired",
        "link.sender_left",
        "link.assignee_left",
    )
    return Errand(
        chance.choice(("t1", "t1", "t8")),
        chance.choice(("d1", "d2")),
        chance.choice(ended),
        chance.random() < 0.8,
        _consent(chance, Purpose(chance.choice(("repair", "fee"))), ITEMS) if chance.random() < 0.5 else None,
    )


def _consent(chance: random.Random, purpose: Purpose | None, items: tuple[Item, ...]) -> Consent:
    """A written consent, mostly for just this and in force."""
    named = items if chance.random() < 0.8 else items[1:]
    return Consent(
        id="c1",
        purpose=purpose.code if purpose and chance.random() < 0.9 else "complaint",
        items=frozenset(item.code for item in named),
        closed=frozenset({chance.choice(sorted(CLOSING))} if chance.random() < 0.15 else ()),
    )


def _place(chance: random.Random) -> Place:
    community, building = chance.choice(((1, 11), (1, 12), (2, 21), (3, 31), (1, None), (2, None)))
    return Place(community, building)


def _purpose(chance: random.Random) -> Purpose:
    needed = chance.sample(ITEMS, chance.choice((1, 2, 3, 4)))
    return Purpose(
        chance.choice(("repair", "fee")),
        {
            item.code: chance.choice((Way.REVEAL, Way.REVEAL, Way.PRINT, Way.CALL, Way.MASKED))
            for item in needed
        },
    )


def _task(chance: random.Random, actor: Actor, dwelling: str, purpose: Purpose | None) -> Task:
    return Task(
        id="t1",
        purpose=purpose.code if purpose and chance.random() < 0.85 else "complaint",
        dwelling=dwelling if chance.random() < 0.85 else "d9",
        holder=actor.id if chance.random() < 0.85 else "s9",
        closes_at=NOW + timedelta(seconds=chance.choice((3600, 3600, 3600, 1, 0, -1))),
        closed=chance.random() < 0.1,
    )


def _grant(
    chance: random.Random, actor: Actor, purpose: Purpose | None, items: tuple[Item, ...], place: Place | None
) -> Grant:
    """An approved request, mostly for just this."""
    likely = chance.random
    return Grant(
        id="g1",
        holder=actor.id if likely() < 0.9 else "s9",
        purpose=purpose.code if purpose and likely() < 0.9 else "complaint",
        use=chance.choice(("reveal", "reveal", "reveal", "export")),
        subjects=chance.choice((frozenset({"r1"}), frozenset({"r1", "r2"}), frozenset())),
        items=frozenset(item.code for item in items) if likely() < 0.9 else frozenset({"name"}),
        place=place if place and likely() < 0.9 else Place(9),
        expires_at=NOW + timedelta(seconds=chance.choice((3600, 3600, 3600, 1, 0, -1))),
        views_left=chance.choice((1, 1, 5, 0)),
        approved=likely() < 0.9,
        ended=likely() < 0.1,
    )

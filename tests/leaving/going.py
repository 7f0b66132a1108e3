"""An exit as people bring it about: recorded, settled line by line, signed, reviewed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from lindun.leaving import exits, filing, parting, transfers
from lindun.leaving.exits import Wish
from lindun.leaving.models import Departure, Revocation, Transfer
from lindun.organisation import actions as organisation
from lindun.organisation.actions import Newcomer, Post
from tests import cast

PAPER = "人事柜3号"


def recorded(name: str = "counter", *, days: int = 0, by: str = "hr", cause: str = "resigned") -> Departure:
    return exits.record(cast.identity(by), Wish(cast.staff(name), cause, in_days(days)))


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def talked(departure: UUID) -> None:
    filing.interview(cast.identity("hr"), departure=departure, words="已提醒离职后保密义务")


def signed(departure: UUID) -> None:
    parting.sign_on_paper(cast.identity("hr"), departure=departure, signed_on=in_days(0), kept=PAPER)


def systems_revoked(found: Departure) -> None:
    for one in found.revocations.all():
        filing.revoked(cast.identity("hr"), departure=found.pk, revocation=one.pk)


def reviewed(departure: UUID) -> None:
    filing.review(cast.identity("officer"), departure=departure, words="未见异常")


def ready_but_for_the_pledge(name: str = "counter") -> Departure:
    """An exit in which everything is settled except the pledge."""
    found = recorded(name)
    talked(found.pk)
    systems_revoked(found)
    reviewed(found.pk)
    return found


def of_somebody(*, days: int = 0) -> Departure:
    """The exit of somebody who came and goes: nobody of the cast."""
    return exits.record(cast.identity("hr"), Wish(hired(post_at("5")), "resigned", in_days(days)))


def hired(post: Post) -> UUID:
    """Somebody new in this post."""
    account = f"n{uuid4().hex[:8]}"
    newcomer = Newcomer(account, "员工", account, post, password=cast.PASSWORD)
    return organisation.hire(cast.identity("hr"), newcomer).pk


def refused_by_somebody() -> Departure:
    """Her pledge is refused; repair and guard are named as witnesses."""
    found = of_somebody()
    parting.refuse(cast.identity("hr"), departure=found.pk, words="不认可条款", witnesses=("0040", "0041"))
    return found


def latest_revocation() -> UUID:
    """An open task of the exit that was recorded last."""
    latest = Departure.objects.order_by("-recorded_at").values("pk")[:1]
    return Revocation.objects.filter(departure__in=latest).values_list("pk", flat=True)[0]


def moved_somebody(*, days: int = 0) -> Transfer:
    """Somebody new goes from building 3 to building 5."""
    wish = transfers.Wish(hired(post_at("3")), post_at("5"), in_days(days))
    return transfers.record(cast.identity("hr"), wish)


def post_at(name: str) -> Post:
    """The counter of a building of the home community."""
    from lindun.estates.models import Building

    where = Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name=name)
    return Post("counter", 2, "active", frozenset({(where.community_id, where.pk)}))

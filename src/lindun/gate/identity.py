"""Who comes to the gate: a reference, not a right. What she may do is looked up at every passage."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

OPERATOR = "operator"
NO_STAFF = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A member of staff by id, a part of the system by name (`operator`: who runs commands on the server),
    whoever bears a work-order link, by the link's id, or a program of the company's that sends messages.

    The identity carries no role, reach or clearance on purpose: a fact that changes while somebody is signed
    in takes effect at her very next passage. `second_factor` says how she signed in this time, `session` in
    which sign-in: the entries carry it, and the list of sessions says from which device.
    """

    staff: UUID | None = None
    system: str = ""
    link: UUID | None = None
    client: UUID | None = None
    second_factor: bool = False
    session: UUID | None = None

    def __post_init__(self) -> None:
        given = (self.staff is not None, bool(self.system), self.link is not None, self.client is not None)
        if sum(given) != 1:
            raise ValueError("an identity is one of: member of staff, part of the system, bearer, program")

    @property
    def reference(self) -> str:
        """How the ledger names it."""
        if self.link:
            return f"link:{self.link}"
        if self.client:
            return f"client:{self.client}"
        return f"staff:{self.staff}" if self.staff else f"system.{self.system}"

    @property
    def person(self) -> UUID:
        """The member of staff. Raises ValueError for others: they hold no tasks and propose nothing."""
        if self.staff is None:
            raise ValueError("this needs a member of staff")
        return self.staff

    @property
    def collector(self) -> UUID:
        """Who is written down as having collected a value; the nil UUID for others."""
        return self.staff or NO_STAFF


HOUSE = Identity(system=OPERATOR)
"""The house at work by itself, at its times: reminders, what is due, what somebody's worker left."""

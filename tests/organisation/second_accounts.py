"""A second account of a member of the cast, in whatever post."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from django.db import connections

from lindun import gate
from lindun.organisation import actions
from lindun.organisation.actions import Newcomer, Post
from lindun.organisation.models import Staff
from tests import cast


def second_account(
    name: str, *, role: str, clearance: int = 2, places: frozenset[tuple[int, int | None]] | None = None
) -> gate.Identity:
    """The same person again, in another post and in post; personnel's own is entered behind the gate."""
    post = Post(role, clearance, "active", places or frozenset())
    account = f"n{uuid4().hex[:8]}"
    newcomer = Newcomer(account, "另一个号", account, post, password=cast.PASSWORD, check=cast.passed_check())
    if name != "hr":
        newcomer = replace(newcomer, same_person_as=cast.staff(name))
    hired = actions.hire(cast.identity("hr"), newcomer)
    _in_post(hired, cast.staff(name))
    return gate.Identity(staff=hired.pk, second_factor=True)


def _in_post(person: Staff, first: UUID) -> None:
    """Past the second person whom a sensitive post takes in the house."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE organisation_staff DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE organisation_staff SET status = 'active', raised_by_id = NULL, same_person_as_id = %s"
            " WHERE id = %s",
            [first, person.pk],
        )
        cursor.execute("ALTER TABLE organisation_staff ENABLE TRIGGER USER")

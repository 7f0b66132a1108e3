"""The red button: a household's phones open at once, and a review is owed for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.organisation.queries import accounts_of
from lindun.requests import telling
from lindun.requests.actions import clean
from lindun.requests.applying import (
    SHORTEST_REASON,
    BadRequest,
    Wish,
    archive,
    begin,
    home_of,
    level_of,
    place_of,
    statement_of,
    write_down,
)
from lindun.requests.facts import EMERGENCY_ITEMS
from lindun.requests.models import AccessRequest

MINUTES = 120
VIEWS = 20


def open_emergency(who: gate.Identity, *, subjects: Sequence[UUID], purpose: str, why: str) -> AccessRequest:
    """Open the phones of a household at once, for two hours, without approval, and owe a review for it.

    subjects: residents of one dwelling. Until the review is closed the same person cannot do it again.
    Raises gate.Denied, gate.NotHere, BadRequest.
    """
    reason = clean(why.strip()).text[:200]
    if len(reason) < SHORTEST_REASON:
        raise BadRequest(_("Say in a few words what the emergency is."))
    wish = Wish(
        subjects=tuple(subjects), items=tuple(sorted(EMERGENCY_ITEMS)), purpose=purpose, why=reason,
        minutes=MINUTES, views=VIEWS,
    )  # fmt: skip
    with gate.passage(who, Action.EMERGENCY_OPEN, purpose=purpose, writes=True) as passage:
        _check_debts(who)
        home = home_of(wish.subjects)
        passage.place = home.place
        said = statement_of(who, wish, home, reason)
        try:
            with transaction.atomic():
                request = write_down(who, said, home, level=level_of(wish.items), rule=None)
        except IntegrityError as debt:
            raise BadRequest(_unpaid()) from debt
        begin(request, said)
        passage.task = f"request:{request.id}"
        passage.saw([request.id], kind="request")
        passage.items += wish.items
        passage.saw(wish.subjects)
        telling.of_emergency(request)
        return request


def _check_debts(who: gate.Identity) -> None:
    """The database keeps one debt an account; a person with two accounts has one debt all the same."""
    accounts = accounts_of(who.person)
    list(Staff.objects.select_for_update().filter(pk__in=accounts).order_by("pk"))
    if AccessRequest.objects.filter(applicant_id__in=accounts, emergency=True, archived_at=None).exists():
        raise BadRequest(_unpaid())


def _unpaid() -> str:
    return _("Your last emergency waits for its review: ask your supervisor to close it first.")


def review_emergency(who: gate.Identity, *, request: UUID, result: str) -> AccessRequest:
    """Close the review of somebody else's emergency; what it opened ends, its debt is paid."""
    found = clean(result.strip()).text[:200]
    if not found:
        raise BadRequest(_("Say in a few words what the review found."))
    with gate.passage(who, Action.EMERGENCY_REVIEW, writes=True) as passage:
        used = (
            AccessRequest.objects.select_for_update(of=("self",))
            .filter(pk=request, emergency=True, archived_at=None)
            .exclude(applicant_id__in=accounts_of(who.person))
            .first()
        )
        if used is None:
            raise gate.NotHere
        passage.place, passage.task = place_of(used), f"request:{used.id}"
        passage.saw([used.id], kind="request")
        archive(used, result=found)
        return used

"""A password that somebody writes into a text is taken out of it and is over (ACC-03).

It is known by trying the few words of the text that could be one against the stored hash of its writer and,
where a word is called a password, of whoever is named beside it. Trying is slow on purpose, so it is bounded:
eight words a text, forty tries in ten minutes. What is called a password goes in any case. Neither word nor
text is kept, logged or told.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.accounts import spotting
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.passages import account_work
from lindun.gate.vocabulary import Happening
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation import passwords, queries, session_actions
from lindun.organisation.models import Ended, Staff

TRIED = 8  # words of one text
TRIED_LATELY = 40  # of one person's texts in ten minutes
TRIED_OF_ANOTHER = 5  # as at the sign-in page
LATELY = 600  # seconds


@dataclass(frozen=True)
class Cleared:
    """A text without passwords, and how many of the house's own were in it."""

    text: str
    disclosed: int

    def __repr__(self) -> str:
        return f"Cleared({self.disclosed})"


def clear(who: gate.Identity, text: str) -> Cleared:
    """The text as it may be kept. Whoever's password stood in it needs a new one and is told.

    who: the member of staff who wrote it. Runs in no transaction or commits with the caller's.
    """
    found = spotting.spot(text)
    if not found.named and not found.alike:
        return Cleared(text, 0)
    owners = queries.writers_and_named(who.person, text)
    gone, hit = set(found.named), set[UUID]()
    for word in list(dict.fromkeys(found.named + found.alike))[:TRIED]:
        whose = [owner for owner in owners if owner.pk == who.person or word in found.named]
        matching = {owner.pk for owner in whose if _may_try(who, owner) and _is_hers(word, owner)}
        gone |= {word} if matching else set()
        hit |= matching
    for owner in owners:
        if owner.pk in hit:
            _make_useless(who, owner)
    return Cleared(spotting.without(text, tuple(gone)), len(hit))


def _is_hers(word: str, owner: Staff) -> bool:
    return check_password(word, owner.user.password)


def _may_try(who: gate.Identity, owner: Staff) -> bool:
    """Count a try; whether it is still one of those allowed. A colleague's is no place for guessing."""
    most = TRIED_LATELY if owner.pk == who.person else TRIED_OF_ANOTHER
    key = f"lindun-password-tried-{owner.pk}-{owner.pk == who.person}"
    cache.add(key, 0, LATELY)
    return cache.incr(key) <= most


def _make_useless(who: gate.Identity, owner: Staff) -> None:
    """End the password and the session of whoever has it; tell her; enter it.

    Her own she changes; one that somebody else wrote is known to somebody else, so it opens nothing any more.
    """
    with account_work():
        if owner.pk == who.person:
            passwords.expire(owner)
            session_actions.end_told(owner, why=Ended.DISCLOSED)
        else:
            passwords.withdraw(owner)
            session_actions.end_told(owner, why=Ended.KNOWN)
        notify(
            to=[owner.pk],
            kind=Kind.PASSWORD_DISCLOSED,
            reference=f"MM-{timezone.localtime():%m%d}-{owner.pk.hex[:8]}",
            url=reverse("account_change_password"),
        )
        what = What(action=Happening.PASSWORD_DISCLOSED, outcome="done", subjects=(f"staff:{owner.pk}",))
        entries.write(who, what)

"""Coming to a link: presenting its token, and proving once who one is. The first who does keeps it.

A link is tied to the browser in which its assignee first proved himself: staff by being signed in, outsiders
by the PIN that reached them another way. The same link in another browser opens nothing, PIN or not.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.refusals import turned_away
from lindun.gate.registry import facts
from lindun.gate.vocabulary import Action, Happening
from lindun.sharing import queries
from lindun.sharing.closed import LinkClosed
from lindun.sharing.models import Link, LinkState
from lindun.sharing.tokens import browser_digest, pin_digest, same

MOST_PIN_FAILURES = 5
BROWSER_BYTES = 32


def arrive(token: str, *, by: gate.Identity | None) -> UUID:
    """The link of a token. Raises LinkClosed for one that is nobody's; recorded, without the token."""
    link = queries.by_token(token)
    if link is None:
        turned_away(by, action=Happening.LINK_REFUSED, reason="link.unknown")
        raise LinkClosed("link.unknown")
    return link


def without_token(link: UUID, *, by: gate.Identity | None) -> LinkClosed:
    """Somebody came to a link's page without its token and without its browser: recorded, to be raised."""
    subjects = (f"link:{link}",) if queries.exists(link) else ()
    turned_away(by, action=Happening.LINK_REFUSED, reason="link.not_presented", subjects=subjects)
    return LinkClosed("link.not_presented")


def ended(link: UUID, *, by: gate.Identity | None) -> tuple[str, ...]:
    """Why a link that is presented opens nothing any more, whoever bears it; recorded. () while it may."""
    bearer = facts.actor(gate.Identity(link=link))
    if bearer is None or bearer.errand is None:
        return ()
    errand = bearer.errand
    reasons = (
        (errand.ended,) if errand.ended else tuple(sorted(errand.consent.closed)) if errand.consent else ()
    )
    if reasons:
        turned_away(by, action=Happening.LINK_REFUSED, reason=reasons[0], subjects=(f"link:{link}",))
    return reasons


def prove(link: UUID, *, pin: str, by: gate.Identity | None) -> str:
    """Tie the link to this browser if its holder is the assignee; returns what the browser must keep.

    pin: for outsiders. by: who is signed in, for staff. Wrong PINs are counted in the database; the
    fifth locks the link. Raises LinkClosed and gate.Denied, both recorded.
    """
    bearer = gate.Identity(link=link)
    with gate.passage(bearer, Action.LINK_PROVE, writes=True) as passage:
        found = queries.bearer_of(passage, link)
        state = queries.locked_state(link)
        refusal = _why_not(found, state, pin=pin, by=by)
        passage.saw([link], kind="link")
        if by and by.staff:
            passage.saw([by.staff], kind="staff")
        if refusal:
            passage.about("link.turned_away")
            _record(by or bearer, link, refusal)
        else:
            passage.about("link.bound")
            browser = secrets.token_urlsafe(BROWSER_BYTES)
            state.bound_digest, state.bound_at = browser_digest(link, browser), timezone.now()
            state.save(update_fields=["bound_digest", "bound_at"])
    if refusal:
        raise LinkClosed(refusal)
    return browser


def _why_not(link: Link, state: LinkState, *, pin: str, by: gate.Identity | None) -> str:
    """The reason code of a refusal, or "". A wrong PIN is counted here, under the lock of the state."""
    if state.locked_at or state.revoked_at:  # since the facts were read: others tried at the same time
        return "link.locked" if state.locked_at else "link.revoked"
    if state.bound_digest is not None:
        return "link.bound_elsewhere"
    if queries.is_over(link.task):
        return "link.task_over"
    if link.assignee_id:
        return "" if by and by.staff == link.assignee_id else "link.not_yours"
    if same(link.pin_digest, pin_digest(link.pk, pin)):
        return ""
    return _count_failure(link, state)


def _count_failure(link: Link, state: LinkState) -> str:
    state.pin_failures += 1
    locks = state.pin_failures >= MOST_PIN_FAILURES
    if locks:
        state.locked_at = timezone.now()
        what = What(action=Happening.LINK_LOCKED, outcome="done", subjects=(f"link:{link.pk}",))
        entries.write(gate.Identity(link=link.pk), what)
    state.save(update_fields=["pin_failures", "locked_at"])
    return "link.locked" if locks else "link.pin_wrong"


def _record(who: gate.Identity, link: UUID, reason: str) -> None:
    what = What(
        action=Happening.LINK_REFUSED, outcome="denied", subjects=(f"link:{link}",), reasons=(reason,)
    )
    entries.write(who, what)

"""Every write about company things: register, issue, decide, take back, report, close what was reported."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.assets import queries
from lindun.assets.models import MOST_WORDS, Asset, Incident, Issue, Sort, State, What
from lindun.assets.rules import DECIDERS, KEEPERS
from lindun.gate.passages import person_of
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role, Staff
from lindun.organisation.numbering import numbered
from lindun.requests.actions import clean

ASSET, INCIDENT = "ZC", "SJ"
KEEPING = KEEPERS | DECIDERS


class BadAsset(Exception):
    """It cannot be registered, issued, returned or reported like this; the message says what to change."""


def register(who: gate.Identity, *, sort: str, what: str) -> Asset:
    """Enter a thing of the company; it lies in store until it is issued. Raises gate.Denied, BadAsset."""
    words = clean(what.strip()).text[:MOST_WORDS]
    if sort not in Sort.values or not words:
        raise BadAsset(_("Say what it is."))
    with gate.passage(who, Action.ASSET_REGISTER, writes=True) as passage:
        now = timezone.now()
        asset = numbered(
            ASSET,
            lambda number: Asset.objects.create(
                number=number, sort=sort, what=words, registered_by_id=who.person, registered_at=now
            ),
            otherwise=BadAsset,
        )
        passage.saw([asset.pk], kind="asset")
        passage.about(f"asset.{sort}")
        return asset


def issue(who: gate.Identity, *, asset: UUID, holder: UUID) -> Issue:
    """Propose to give a thing to somebody in post; it is hers once a second person has approved.

    Raises gate.Denied, gate.NotHere, BadAsset.
    """
    with gate.passage(who, Action.ASSET_ISSUE, writes=True) as passage:
        found = Asset.objects.filter(pk=asset).first()
        if found is None or not Staff.objects.in_post().filter(pk=holder).exists():
            raise gate.NotHere
        if lost(found):
            raise BadAsset(_("It was lost: it cannot be issued any more."))
        try:
            with transaction.atomic():
                made = Issue.objects.create(
                    asset=found, holder_id=holder, asked_by_id=who.person, asked_at=timezone.now()
                )
        except IntegrityError as twice:
            raise BadAsset(_("It is in somebody's hands, or is about to be.")) from twice
        passage.saw([asset], kind="asset")
        passage.saw([holder], kind="staff")
        deciders = queries.deciders(who.person, holder)
        notify(to=deciders, kind=Kind.ASSET_WAITS, reference=found.number, url=_page(asset))
        return made


def decide(who: gate.Identity, *, issue: UUID, approve: bool, words: str = "") -> Issue:
    """Approve or refuse an issue as a second person: neither who proposed it nor who gets it.

    Raises gate.Denied, gate.NotHere, BadAsset.
    """
    why = clean(words.strip()).text[:MOST_WORDS]
    if not approve and not why:
        raise BadAsset(_("Say in a few words why not."))
    waiting = _look_up(who, issue)
    with gate.passage(
        who,
        Action.ASSET_DECIDE,
        other_person=waiting.holder_id,
        proposed_by=waiting.asked_by_id,
        writes=True,
    ) as passage:
        found = queries.locked(issue)
        if found.state != State.WAITING:
            raise BadAsset(_("This was decided meanwhile."))
        if approve and not waiting.holder.is_in_post:
            raise BadAsset(_("Whom it is for is not in post any more: it can only be refused."))
        found.state = State.OUT if approve else State.REFUSED
        found.decided_by_id, found.decided_at = who.person, timezone.now()
        found.words = "" if approve else why
        found.save(update_fields=["state", "decided_by", "decided_at", "words"])
        _told(passage, found, "approved" if approve else "refused")
        settle(who, reference=waiting.asset.number)
        kind = Kind.ASSET_ISSUED if approve else Kind.ASSET_REFUSED
        to = [found.holder_id, found.asked_by_id] if approve else [found.asked_by_id]
        notify(to=to, kind=kind, reference=waiting.asset.number, url=_page(found.asset_id))
        return found


def take_back(who: gate.Identity, *, issue: UUID) -> Issue:
    """Record that it is back with the company; its holder cannot.

    Raises gate.Denied, gate.NotHere, BadAsset.
    """
    out = _look_up(who, issue)
    with gate.passage(who, Action.ASSET_RETURN, other_person=out.holder_id, writes=True) as passage:
        found = queries.locked(issue)
        if found.state != State.OUT:
            raise BadAsset(_("It is not in anybody's hands."))
        found.state, found.returned_to_id, found.ended_at = State.RETURNED, who.person, timezone.now()
        found.save(update_fields=["state", "returned_to", "ended_at"])
        _told(passage, found, "asset.returned")
        return found


def report_lost(who: gate.Identity, *, issue: UUID, words: str) -> Incident:
    """Her own loss, or one that whoever keeps the register found out. It cannot be issued again.

    Raises gate.Denied, gate.NotHere, BadAsset.
    """
    said = _said(words, _("Say when and where it was lost."))
    with gate.passage(who, Action.ASSET_REPORT, writes=True) as passage:
        found = queries.locked(issue)
        if person_of(str(found.holder_id)) != passage.actor.person and passage.actor.role not in KEEPING:
            raise gate.NotHere
        if found.state != State.OUT:
            raise BadAsset(_("It is not in anybody's hands."))
        return gone(passage, found, What.LOST, words=said)


def report_held(who: gate.Identity, *, number: str, by: str, words: str) -> Incident:
    """Report that somebody holds a thing that was not issued to her; by: a staff number, empty: oneself.

    Opens a draft incident and tells the officers. Raises gate.Denied, BadAsset.
    """
    with gate.passage(who, Action.ASSET_REPORT, writes=True) as passage:
        asset = queries.by_number(number)
        if asset is None:
            raise BadAsset(_("Nothing of the company has this number."))
        holder = _person(who, by)
        out = queries.live_issue(asset)
        if out and person_of(str(out.holder_id)) == person_of(str(holder)):
            raise BadAsset(_("It is issued to this very person: there is nothing to report."))
        said = clean(words.strip()).text[:MOST_WORDS]
        return draft(passage, What.PASSED_ON, issue=out, asset=asset, about=holder, words=said)


def report_barred(who: gate.Identity, *, by: str, words: str) -> Incident:
    """Report a medium, device or program that nobody approved; by: whose it is, if known, by staff number.

    Raises gate.Denied, BadAsset.
    """
    said = _said(words, _("Say what was found, and where."))
    with gate.passage(who, Action.ASSET_REPORT, writes=True) as passage:
        about = _person(who, by) if by.strip() else None
        return draft(passage, What.BARRED, issue=None, asset=None, about=about, words=said)


def close_incident(who: gate.Identity, *, incident: UUID, words: str) -> Incident:
    """Say what came of it; the person it is about cannot. Raises gate.Denied, gate.NotHere, BadAsset."""
    outcome = _said(words, _("Say in a few words what came of it."))
    with gate.passage(who, Action.ASSET_INCIDENT_VIEW) as looking:
        about = Incident.objects.filter(pk=incident).values_list("about_id", flat=True).first()
        looking.saw([incident], kind="incident")
    with gate.passage(who, Action.ASSET_INCIDENT_CLOSE, other_person=about, writes=True) as passage:
        found = queries.locked_incident(incident)
        if not found.is_open:
            raise BadAsset(_("It was closed meanwhile."))
        found.closed_by_id, found.closed_at, found.outcome = who.person, timezone.now(), outcome
        found.save(update_fields=["closed_by", "closed_at", "outcome"])
        passage.saw([incident], kind="incident")
        settle(who, reference=found.number)
        return found


def take_up(passage: gate.Passage, *, incident: UUID, case: str) -> Incident:
    """Close a draft because a case of this number was opened about it. Runs in the passage that opens it.

    Raises gate.NotHere, BadAsset (closed meanwhile).
    """
    found = queries.locked_incident(incident)
    if not found.is_open:
        raise BadAsset(_("It was closed meanwhile."))
    found.closed_by_id, found.closed_at = passage.who.person, timezone.now()
    found.outcome = _("Taken up as case %(number)s.") % {"number": case}
    found.save(update_fields=["closed_by", "closed_at", "outcome"])
    passage.saw([incident], kind="incident")
    settle(passage.who, reference=found.number)
    return found


def gone(passage: gate.Passage, issue: Issue, what: What, *, words: str) -> Incident:
    """Write an issued thing off and open a draft incident. Runs in a passage that holds the row."""
    issue.state, issue.ended_at = State.LOST, timezone.now()
    issue.save(update_fields=["state", "ended_at"])
    asset = Asset.objects.get(pk=issue.asset_id)
    return draft(passage, what, issue=issue, asset=asset, about=issue.holder_id, words=words)


def draft(
    passage: gate.Passage,
    what: What,
    *,
    issue: Issue | None,
    asset: Asset | None,
    about: UUID | None,
    words: str,
) -> Incident:
    """Open a draft incident and tell the officers. Runs in the caller's passage."""
    made = numbered(
        INCIDENT,
        lambda number: Incident.objects.create(
            number=number,
            what=what,
            issue=issue,
            asset=asset,
            about_id=about,
            reported_by_id=passage.who.person,
            at=timezone.now(),
            words=words,
        ),
        otherwise=BadAsset,
    )
    passage.saw([made.pk], kind="incident")
    passage.saw([asset.pk] if asset else [], kind="asset")
    passage.saw([about] if about else [], kind="staff")
    passage.about(f"incident.{what}")
    officers = Staff.objects.in_post().filter(role=Role.OFFICER).values_list("pk", flat=True)
    notify(
        to=officers,
        kind=Kind.ASSET_INCIDENT,
        reference=made.number,
        url=reverse("assets:incident", args=[made.pk]),
    )
    return made


def lost(asset: Asset) -> bool:
    return asset.issues.filter(state=State.LOST).exists()


def _said(words: str, missing: str) -> str:
    said = clean(words.strip()).text[:MOST_WORDS]
    if not said:
        raise BadAsset(missing)
    return said


def _person(who: gate.Identity, number: str) -> UUID:
    """The account behind a staff number; the reporter's own where none was typed."""
    if not number.strip():
        return who.person
    found = Staff.objects.filter(number=number.strip()).first()
    if found is None:
        raise BadAsset(_("Nobody has this staff number."))
    return found.pk


def _look_up(who: gate.Identity, issue: UUID) -> Issue:
    """The issue as the register shows it: whose it is are facts of the decision."""
    with gate.passage(who, Action.ASSET_VIEW) as passage:
        found = queries.issue(issue)
        queries.asset(passage, found.asset_id)
        passage.saw([found.asset_id], kind="asset")
        return found


def _told(passage: gate.Passage, issue: Issue, code: str) -> None:
    passage.saw([issue.asset_id], kind="asset")
    passage.saw([issue.holder_id], kind="staff")
    passage.about(code)


def _page(asset: UUID) -> str:
    return reverse("assets:one", args=[asset])

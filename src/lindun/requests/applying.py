"""Apply: ask for a use of information beyond routine, give it back, say what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindun import gate
from lindun.catalogue.models import DataItem, Purpose
from lindun.core.policy import Place
from lindun.gate.registry import SubjectPlace, facts
from lindun.gate.vocabulary import Action
from lindun.organisation.numbering import TRIES
from lindun.requests import jobs, telling
from lindun.requests.actions import clean
from lindun.requests.approval_rules import rule_for
from lindun.requests.models import ASKED, EMERGENCY, AccessRequest, ApprovalRule, Grant, Outcome
from lindun.requests.statement import Statement, Use, Window

LONGEST_WINDOW = 24  # hours of movements in one request
SHORTEST_REASON = 4  # characters; the approver decides by it
MOVEMENT = "movement"
WORTH_WARNING = 60  # minutes: who is given less knows that it ends soon


class BadRequest(Exception):
    """The request cannot be made or changed like this; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for, as she typed and chose it. `minutes` counts from the approval.

    subjects: residents of one home; or none, and the `place` of which a file is to be made. consent: number
    of the written consent by which that file goes to a partner.
    """

    subjects: tuple[UUID, ...] = ()
    place: Place | None = None
    items: tuple[str, ...]
    purpose: str
    why: str
    minutes: int
    views: int
    use: str = Use.REVEAL
    window: tuple[datetime, datetime] | None = None
    consent: str = ""


def submit(who: gate.Identity, wish: Wish) -> AccessRequest:
    """Ask for a grant; nothing opens until the approvals of its level are there. Returns the request.

    Personal data in the reason is masked before it is stored. Raises gate.Denied, gate.NotHere (a resident is
    not within the actor's reach), BadRequest.
    """
    why = clean(wish.why.strip()).text[:200]
    if len(why) < SHORTEST_REASON:
        raise BadRequest(_("Say in a sentence why it is needed; the approver decides by it."))
    _check_use(wish)
    with gate.passage(
        who, Action.REQUEST_SUBMIT, purpose=wish.purpose, place=wish.place, writes=True
    ) as passage:
        home = SubjectPlace(wish.place, "") if wish.place else home_of(wish.subjects)
        passage.place = home.place
        level = level_of(wish.items)
        if not Purpose.objects.filter(pk=wish.purpose).exists():
            raise BadRequest(_("Choose what this is for."))
        rule = rule_for(Use(wish.use), level)
        if rule is None:
            raise BadRequest(_("Nobody in this company may approve this."))
        _check_bounds(wish, rule)
        said = statement_of(who, wish, home, why)
        request = write_down(who, said, home, level=level, rule=rule)
        passage.task = f"request:{request.id}"
        passage.saw([request.id], kind="request")
        passage.items += wish.items
        passage.saw(wish.subjects)
        telling.of_waiting(request)
        jobs.at_its_time(request, request.decide_by)
        return request


def withdraw(who: gate.Identity, *, request: UUID) -> AccessRequest:
    """Take back one's own request while it waits, or give back what it opened."""
    with gate.passage(who, Action.REQUEST_CONCLUDE, writes=True) as passage:
        mine = _mine(who, request)
        passage.place, passage.task = place_of(mine), f"request:{mine.id}"
        passage.saw([mine.id], kind="request")
        if not mine.outcome:
            mine.outcome, mine.ended_at = Outcome.WITHDRAWN, timezone.now()
            mine.save(update_fields=["outcome", "ended_at"])
        Grant.objects.filter(pk=mine.pk, ended_at=None).update(ended_at=timezone.now())
        passage.about("request.withdrawn")
        return mine


def conclude(who: gate.Identity, *, request: UUID, result: str) -> AccessRequest:
    """Say what came of it and archive the request: from now on nothing of it can be changed (USE-01).

    What it opened ends. Raises gate.NotHere, BadRequest.
    """
    came_of_it = clean(result.strip()).text[:200]
    if not came_of_it:
        raise BadRequest(_("Say in a few words what came of it."))
    with gate.passage(who, Action.REQUEST_CONCLUDE, writes=True) as passage:
        mine = _mine(who, request)
        passage.place, passage.task = place_of(mine), f"request:{mine.id}"
        passage.saw([mine.id], kind="request")
        if mine.emergency:
            raise BadRequest(_("An emergency is closed by whoever reviews it, not by who used it."))
        if not mine.outcome:
            raise BadRequest(_("It is not decided yet: withdraw it instead."))
        archive(mine, result=came_of_it)
        passage.about("request.archived")
        return mine


def begin(request: AccessRequest, said: Statement) -> Grant:
    """Let the approved request open what it states, from now. Runs in the caller's passage."""
    now = timezone.now()
    ends = now + timedelta(minutes=said.minutes)
    if said.minutes > WORTH_WARNING:
        jobs.at_its_time(request, ends - jobs.WARNED_BEFORE)
    return Grant.objects.create(
        request=request,
        community_id=request.community_id,
        building_id=request.building_id,
        starts_at=now,
        expires_at=ends,
        views_allowed=said.views,
    )


def archive(request: AccessRequest, *, result: str) -> None:
    """Close the file of a request: what it opened ends, and the database keeps it as it is."""
    now = timezone.now()
    Grant.objects.filter(pk=request.pk, ended_at=None).update(ended_at=now)
    request.result, request.archived_at = result, now
    request.save(update_fields=["result", "archived_at"])


def place_of(request: AccessRequest) -> Place:
    return Place(request.community_id, request.building_id)


def _mine(who: gate.Identity, request: UUID) -> AccessRequest:
    found = (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(pk=request, applicant_id=who.staff, archived_at=None)
        .first()
    )
    if found is None:
        raise gate.NotHere
    return found


def home_of(subjects: Sequence[UUID]) -> SubjectPlace:
    """Where all of them live: one home, within the actor's reach."""
    homes = {facts.subject(subject) for subject in subjects}
    if len(homes) != 1 or (home := homes.pop()) is None:
        raise gate.NotHere
    return home


def _check_use(wish: Wish) -> None:
    if (wish.use == Use.EXPORT) != (wish.place is not None) or bool(wish.subjects) == bool(wish.place):
        raise BadRequest(_("A file is made of a place; on the screen, people of one home are opened."))


def level_of(items: Sequence[str]) -> int:
    levels = dict(DataItem.objects.filter(code__in=items).values_list("code", "level"))
    if not items or set(levels) != set(items):
        raise BadRequest(_("Choose what you need to see."))
    return max(levels.values())


def _check_bounds(wish: Wish, rule: ApprovalRule) -> None:
    if not 0 < wish.minutes <= rule.most_minutes:
        hours = rule.most_minutes / 60
        raise BadRequest(
            _("For data of this level at most %(hours)g hours can be asked for.") % {"hours": hours}
        )
    if not 0 < wish.views <= rule.most_views:
        most = ngettext(
            "For data of this level at most %(n)d view can be asked for.",
            "For data of this level at most %(n)d views can be asked for.",
            rule.most_views,
        )
        raise BadRequest(most % {"n": rule.most_views})
    if (MOVEMENT in wish.items) != (wish.window is not None):
        raise BadRequest(_("Movements are asked for by themselves, with the hours they are needed for."))
    if wish.window and (set(wish.items) != {MOVEMENT} or not _is_short(wish.window)):
        raise BadRequest(_("Ask for at most one day of movements, from a full hour to a full hour."))
    if wish.window and wish.window[0] >= timezone.now():
        raise BadRequest(_("These hours have not begun: there is nothing to be seen of them yet."))


def _is_short(window: tuple[datetime, datetime]) -> bool:
    begins, ends = window
    whole = all((end.minute, end.second, end.microsecond) == (0, 0, 0) for end in window)
    return whole and timedelta(0) < ends - begins <= timedelta(hours=LONGEST_WINDOW)


def statement_of(who: gate.Identity, wish: Wish, home: SubjectPlace, why: str) -> Statement:
    begins, ends = wish.window or (None, None)
    return Statement(
        applicant=str(who.person),
        purpose=wish.purpose,
        community=home.place.community,
        building=home.place.building,
        subjects=tuple(sorted(str(subject) for subject in wish.subjects)),
        items=tuple(sorted(wish.items)),
        use=wish.use,
        minutes=wish.minutes,
        views=wish.views,
        why=why,
        window=Window(begins=_utc(begins), ends=_utc(ends)) if begins and ends else None,
        consent=wish.consent or None,
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def write_down(
    who: gate.Identity, said: Statement, home: SubjectPlace, *, level: int, rule: ApprovalRule | None
) -> AccessRequest:
    """Write the request down under a number of its own. Without a rule it is an emergency, in force now."""
    now = timezone.now()
    request = AccessRequest(
        community_id=home.place.community,
        building_id=home.place.building,
        dwelling_id=UUID(home.dwelling) if home.dwelling else None,
        applicant_id=who.person,
        purpose_id=said.purpose,
        statement=said.text(),
        level=level,
        deciders=sorted(rule.deciders) if rule else [],
        leader=rule.leader if rule else "",
        needed=rule.needed if rule else 0,
        together=rule.together if rule else False,
        emergency=rule is None,
        submitted_at=now,
        decide_by=now + timedelta(hours=rule.decide_within if rule else 0),
        outcome="" if rule else Outcome.APPROVED,
        ended_at=None if rule else now,
    )
    request.number = _free_number(ASKED if rule else EMERGENCY, now)
    request.save(force_insert=True)
    return request


def _free_number(prefix: str, now: datetime) -> str:
    """Not a running number: that would tell how much the others ask for."""
    day = f"{timezone.localtime(now):%m%d}"
    for _attempt in range(TRIES):
        number = f"{prefix}-{day}-{secrets.randbelow(900_000) + 100_000}"
        if not AccessRequest.objects.filter(number=number).exists():
            return number
    raise BadRequest(_("No free number was found; please try again."))

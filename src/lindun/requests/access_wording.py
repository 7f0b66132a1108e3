"""A request in words: what an approver reads before she answers, what the applicant sees used up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import DataItem
from lindun.catalogue.queries import Named
from lindun.estates.models import Building, spoken
from lindun.gate.history import Deed
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.models import Role
from lindun.requests import access_queries as queries
from lindun.requests.inbox import Waiting
from lindun.requests.models import AccessRequest, Grant, Outcome
from lindun.requests.statement import Statement, Use, Window
from lindun.web import deeds as deeds_in_words
from lindun.web.addresses import addresses

LOOKS = frozenset({Action.REQUEST_VIEW, Action.EXPORT_VIEW})  # nothing was done with it


@dataclass(frozen=True)
class Shown:
    """One request on a list or on its own page."""

    pk: str
    number: str
    url: str
    applicant: str
    post: str
    place: str
    whom: str
    items: list[DataItem]
    level: int
    why: str
    purpose: str
    use: str
    file: bool
    bounds: list[str]
    state: str
    tone: str
    waits_for: str
    submitted_at: datetime
    decide_by: datetime
    emergency: bool
    together: bool


@dataclass(frozen=True)
class Line:
    """One request in an inbox: as much of it as a line has room for."""

    number: str
    url: str
    applicant: str
    post: str
    place: str
    items: list[str]
    level: int
    why: str
    decide_by: datetime
    submitted_at: datetime


def lines(found: Iterable[Waiting], names: Sequence[Named]) -> list[Line]:
    """Requests of an inbox in words. names: of the items, in the catalogue's order."""
    address, roles = addresses("requests:file"), {role.value: str(role.label) for role in Role}
    return [_line(one, names, url=address(one.id), post=roles[one.role]) for one in found]


def _line(one: Waiting, names: Sequence[Named], *, url: str, post: str) -> Line:
    said = Statement.read(one.statement)
    return Line(
        number=one.number,
        url=url,
        applicant=one.applicant,
        post=post,
        place=f"{one.community} {_home(one)}".rstrip(),
        items=[item.name for item in names if item.code in said.items],
        level=one.level,
        why=said.why,
        decide_by=one.decide_by,
        submitted_at=one.submitted_at,
    )


def _home(one: Waiting) -> str:
    """The home or the building that the request is about; nothing for a whole community."""
    if one.room:
        return spoken(one.building, one.unit, one.room)
    return Building(name=one.building).title if one.building else ""


def shown(request: AccessRequest, grant: Grant | None = None) -> Shown:
    """A request in words. The grant, if it has one, says whether it still opens something."""
    return _shown(request, grant, catalogue.items())


def all_shown(requests: Iterable[AccessRequest]) -> list[Shown]:
    """The requests of a list in words, in their order; the catalogue is read once."""
    known = catalogue.items()
    return [_shown(request, getattr(request, "grant", None), known) for request in requests]


def _shown(request: AccessRequest, grant: Grant | None, known: Sequence[DataItem]) -> Shown:
    said = Statement.read(request.statement)
    state, tone = state_of(request, grant)
    return Shown(
        pk=str(request.pk),
        number=request.number,
        url=reverse("requests:file", args=[request.pk]),
        applicant=request.applicant.name,
        post=request.applicant.get_role_display(),
        place=_place(request),
        whom=_whom(said),
        items=[item for item in known if item.code in said.items],
        level=request.level,
        why=said.why,
        purpose=request.purpose.name,
        use=_("as an encrypted file") if said.use == Use.EXPORT else _("on the screen, one value at a time"),
        file=said.use == Use.EXPORT,
        bounds=_bounds(said, emergency=request.emergency),
        state=state,
        tone=tone,
        waits_for=posts(request.deciders, request.leader, together=request.together)
        if request.deciders
        else "",
        submitted_at=request.submitted_at,
        decide_by=request.decide_by,
        emergency=request.emergency,
        together=request.together,
    )


def _bounds(said: Statement, *, emergency: bool) -> list[str]:
    lasting = _("two hours from the red button on") if emergency else _lasting(said.minutes)
    bounds = [lasting, _often(said)]
    if said.window:
        bounds.append(_window(said.window))
    if said.consent:
        bounds.append(_("goes to a partner by written consent %(number)s") % {"number": said.consent})
    return bounds


def state_of(request: AccessRequest, grant: Grant | None) -> tuple[str, str]:
    """How it stands, in words, and the tone of the tag: good, warn, trouble or none."""
    now = timezone.now()
    if request.archived_at:
        return _("Archived"), ""
    if request.outcome == Outcome.APPROVED and grant:
        if grant.ended_at or grant.expires_at <= now:
            return _("Over"), ""
        if grant.views_used >= grant.views_allowed:
            return _("Used up"), ""
        return _("In force now"), "good"
    if request.outcome:
        return str(Outcome(request.outcome).label), "trouble" if request.outcome == Outcome.REFUSED else ""
    if request.decide_by <= now:
        return str(Outcome.LAPSED.label), ""
    return _("Waiting"), "warn"


def steps(request: AccessRequest, grant: Grant | None) -> list[dict[str, Any]]:
    """The four steps of the file: applied, approved, registered (used), archived; with times and people."""
    given = queries.answers(request)
    answers = [
        {
            "who": answer.approver.name,
            "what": _("agreed") if answer.agreed else _("refused"),
            "detail": _stand_in(answer.standing_in_for.name if answer.standing_in_for else "", answer.words),
            "at": answer.at,
        }
        for answer in given
    ]
    if request.emergency:
        answers = [
            {"who": "", "what": _("opened in an emergency, without approval"), "detail": "", "at": None}
        ]
    used = [_used(request, grant)] if grant else []
    end = [{"who": "", "what": request.result, "detail": "", "at": request.archived_at}]
    return [
        {"title": _("Application"), "done": True, "lines": [_applied(request)]},
        {"title": _("Approval"), "done": bool(request.outcome), "lines": answers},
        {"title": _("Registration"), "done": bool(grant and grant.views_used), "lines": used},
        {
            "title": _("Archiving"),
            "done": bool(request.archived_at),
            "lines": end if request.archived_at else [],
        },
    ]


def deeds(found: Sequence[Deed]) -> list[dict[str, Any]]:
    """What the ledger says about a request, as timeline entries, newest first; looks at the file left out."""
    told = [deed for deed in found if deed.action not in LOOKS or deed.outcome == "denied"]
    names = organisation.names(deed.by for deed in told if deed.by)
    labels = {item.code: item.name for item in catalogue.items()}
    return [
        {
            "who": names.get(deed.by, _("The system")) if deed.by else _("The system"),
            "what": _deed(deed, [labels.get(code, code) for code in deed.items]),
            "at": deed.at,
            "detail": "",
            "refused": deed.outcome != "done" and deed.outcome != "allowed",
        }
        for deed in reversed(told)
    ]


def _deed(deed: Deed, items: Sequence[str]) -> str:
    words = {"items": str(_(", ")).join(items)}
    if deed.action == Action.ITEM_REVEAL:
        refused = deed.outcome == "denied"
        return (_("was refused: %(items)s") if refused else _("opened: %(items)s")) % words
    if deed.action == Action.REQUEST_CONCLUDE and "request.withdrawn" in deed.reasons:
        return _("withdrew it")
    said: dict[str, str] = {
        Action.REQUEST_SUBMIT: _("applied"),
        Action.EMERGENCY_OPEN: _("pressed the emergency button"),
        Action.EMERGENCY_REVIEW: _("reviewed the emergency"),
        Action.REQUEST_CONCLUDE: _("closed the file"),
        Action.REQUEST_DECIDE: _("agreed") if "approved" in deed.reasons else _("refused"),
        Action.EXPORT_MAKE: _("made the file"),
    }
    return str(said.get(deed.action) or deeds_in_words.action(deed.action))


def _used(request: AccessRequest, grant: Grant) -> dict[str, Any]:
    count = grant.views_used
    if Statement.read(request.statement).use == Use.EXPORT:
        what = ngettext("%(n)d row used", "%(n)d rows used", count)
        bound = ngettext("at most %(n)d row", "at most %(n)d rows", grant.views_allowed)
    else:
        what = ngettext("%(n)d view used", "%(n)d views used", count)
        bound = _("of %(n)d, until they ended")
    return {
        "who": request.applicant.name,
        "what": what % {"n": count},
        "detail": bound % {"n": grant.views_allowed},
        "at": grant.last_used_at,
    }


def _applied(request: AccessRequest) -> dict[str, Any]:
    return {
        "who": request.applicant.name,
        "what": request.applicant.get_role_display(),
        "detail": "",
        "at": request.submitted_at,
    }


def _stand_in(absent: str, words: str) -> str:
    standing = _("in place of %(name)s") % {"name": absent} if absent else ""
    return " · ".join(part for part in (standing, words) if part)


def _place(request: AccessRequest) -> str:
    if request.dwelling:
        return f"{request.community.name} {request.dwelling.title}"
    return (
        f"{request.community.name} {request.building.title}" if request.building else request.community.name
    )


def _whom(said: Statement) -> str:
    if not said.subjects:
        return _("everybody registered there")
    count = len(said.subjects)
    return ngettext("%(n)d resident", "%(n)d residents", count) % {"n": count}


def _lasting(minutes: int) -> str:
    if minutes < 60:
        text = ngettext("%(n)d minute from the approval on", "%(n)d minutes from the approval on", minutes)
        return text % {"n": minutes}
    if minutes % (24 * 60):
        hours = round(minutes / 60)
        return ngettext("%(n)d hour from the approval on", "%(n)d hours from the approval on", hours) % {
            "n": hours
        }
    days = minutes // (24 * 60)
    return ngettext("%(n)d day from the approval on", "%(n)d days from the approval on", days) % {"n": days}


def _often(said: Statement) -> str:
    if said.use == Use.EXPORT:
        return ngettext("at most %(n)d row", "at most %(n)d rows", said.views) % {"n": said.views}
    return ngettext("at most %(n)d view", "at most %(n)d views", said.views) % {"n": said.views}


def _window(window: Window) -> str:
    begins, ends = (
        timezone.localtime(datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M")
        for moment in (window.begins, window.ends)
    )
    return _("movements from %(begins)s to %(ends)s only") % {"begins": begins, "ends": ends}


def posts(deciders: Sequence[str], leader: str, *, together: bool) -> str:
    """Who decides, in words."""
    if together:
        return _("two people at once, one of them: %(leader)s") % {"leader": Role(leader).label}
    return str(_(", ")).join(str(Role(role).label) for role in deciders)


def is_open(request: AccessRequest) -> bool:
    """Whether it still waits for an answer."""
    return not request.outcome and request.decide_by > timezone.now()

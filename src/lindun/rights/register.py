"""The register of permissions: each change of rights in words, read from the ledger (ACC-12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import Change as Proposal
from lindun.catalogue.models import Way
from lindun.gate import rights
from lindun.gate.rights import Change
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation import words
from lindun.organisation.actions import place_code
from lindun.organisation.models import Staff
from lindun.web import deeds

MOST = 5000  # entries read for one look; the page says when there were more
NOTHING = "–"
SIDES = ("before.", "after.")


@dataclass(frozen=True)
class Filters:
    """What of the register is wanted: from `since` to before `until`, one person, one post, one community."""

    since: datetime
    until: datetime
    staff: UUID | None = None
    role: str = ""
    community: int | None = None


@dataclass(frozen=True)
class Row:
    """One change in words. `about`: the staff id, where it is about a person."""

    entry: str
    at: datetime
    about: UUID | None
    subject: str
    what: str
    before: str
    after: str
    by: str
    by_id: UUID | None
    confirmed: str


@dataclass(frozen=True)
class Found:
    """Rows, newest first; `cut` when there were more entries than are read at once."""

    rows: list[Row]
    cut: bool


def look_up(passage: gate.Passage, filters: Filters) -> Found:
    """What the filters let through."""
    found = rights.changes(passage, since=filters.since, until=timezone.now(), staff=filters.staff, most=MOST)
    wording = _Wording(found)
    wanted = [change for change in found if change.at < filters.until and _wanted(change, filters)]
    return Found([row for change in wanted if (row := wording.row(change))], cut=len(found) == MOST)


def _wanted(change: Change, filters: Filters) -> bool:
    if filters.role and not {f"{side}role.{filters.role}" for side in SIDES} & set(change.reasons):
        return False
    return filters.community is None or _is_about(change, filters.community)


def _is_about(change: Change, community: int) -> bool:
    """Whether the person has or had a place there, as far as the entry and her post of today say."""
    if change.about is None:
        return False
    return Staff.objects.filter(pk=change.about, assignments__community_id=community).exists() or any(
        f"{side}place.{code}" in change.reasons for side in SIDES for code in _codes_of(community)
    )


def _codes_of(community: int) -> list[str]:
    found = next((each for each in organisation.places() if each[0].pk == community), None)
    if found is None:
        return []
    codes = [place_code(community, None), *(place_code(community, each.pk) for each in found[1])]
    return [code.removeprefix("place.") for code in codes]


class _Wording:
    """Words for these changes; a raise and its confirmation are told together."""

    def __init__(self, changes: list[Change]) -> None:
        people = {change.by for change in changes} | {change.about for change in changes}
        self._proposals = _proposals(changes)
        people |= {proposal.proposed_by_id for proposal in self._proposals.values()}
        self._names = organisation.names(person for person in people if person)
        self._items = {item.code: item.name for item in catalogue.items()}
        self._purposes = {purpose.code: purpose.name for purpose in catalogue.purposes()}
        self._scheme = organisation.level_scheme()
        self._answers = _paired(changes)

    def row(self, change: Change) -> Row | None:
        match change.action:
            case Action.CHANGE_DECIDE:
                return self._matrix(change)
            case Action.DEPUTY_NAME | Action.DEPUTY_END:
                return self._deputy(change)
            case _:
                return self._post(change)

    def _post(self, change: Change) -> Row:
        before, after = words.sides(change.reasons, scheme=self._scheme)
        other = self._answers.get(change.entry)
        if change.action == Action.STAFF_CONFIRM:
            by, confirmed = (other.by if other else None), self._answered(change)
        else:
            by, confirmed = change.by, self._confirmed(change, other)
        return self._row(change, self._who(change.about), before.values(), after.values(), by, confirmed)

    def _confirmed(self, change: Change, answer: Change | None) -> str:
        if answer:
            return self._answered(answer)
        if "after.status.waiting" in change.reasons:
            return _("waits for a second person")
        return _("one person suffices")

    def _answered(self, answer: Change) -> str:
        said = _("%(who)s agreed") if "approved" in answer.reasons else _("%(who)s refused")
        return said % {"who": self._who(answer.by)}

    def _deputy(self, change: Change) -> Row:
        said = [_("stands in for %(who)s") % {"who": self._who(change.by)}]
        before, after = ([], said) if change.action == Action.DEPUTY_NAME else (said, [])
        return self._row(change, self._who(change.about), before, after, change.by, _("one person suffices"))

    def _matrix(self, change: Change) -> Row | None:
        """A cell of the matrix; what was refused changed nothing."""
        if "approved" not in change.reasons:
            return None
        item = self._items.get(change.items[0], change.items[0]) if change.items else NOTHING
        subject = f"{self._purposes.get(change.purpose or '', NOTHING)} · {item}"
        before, after = ([_way(change, side)] for side in SIDES)
        proposal = self._proposals.get(change.about)
        by = proposal.proposed_by_id if proposal else None
        return self._row(change, subject, before, after, by, self._answered(change))

    def _row(
        self,
        change: Change,
        subject: str,
        before: Iterable[str],
        after: Iterable[str],
        by: UUID | None,
        confirmed: str,
    ) -> Row:
        is_staff = change.action != Action.CHANGE_DECIDE
        return Row(
            entry=change.entry,
            at=change.at,
            about=change.about if is_staff else None,
            subject=subject,
            what=_what(change),
            before=" · ".join(before) or NOTHING,
            after=" · ".join(after) or NOTHING,
            by=self._who(by),
            by_id=by,
            confirmed=confirmed,
        )

    def _who(self, person: UUID | None) -> str:
        return self._names.get(person, words.nobody()) if person else words.nobody()


def _what(change: Change) -> str:
    if "staff.second_account" in change.reasons:
        return _("Second account opened")
    if {"staff.hired", "company.founded"} & set(change.reasons):
        return _("Account opened")
    return deeds.action(change.action)


def _way(change: Change, side: str) -> str:
    code = next((code.removeprefix(side) for code in change.reasons if code.startswith(side)), "")
    return str(Way(code).label) if code in Way.values else _("not needed")


def _paired(changes: list[Change]) -> dict[str, Change]:
    """Of each raise that waited its answer, and of each answer its raise, by entry."""
    waiting: dict[UUID | None, Change] = {}
    pairs: dict[str, Change] = {}
    for change in reversed(changes):
        if change.action == Action.STAFF_CHANGE:
            waiting.pop(change.about, None)
            if "after.status.waiting" in change.reasons:
                waiting[change.about] = change
        elif change.action == Action.STAFF_CONFIRM and change.about in waiting:
            raised = waiting.pop(change.about)
            pairs[raised.entry], pairs[change.entry] = change, raised
    return pairs


def _proposals(changes: Iterable[Change]) -> Mapping[UUID | None, Proposal]:
    decided = [change.about for change in changes if change.action == Action.CHANGE_DECIDE]
    return {each.pk: each for each in catalogue.changes().filter(pk__in=[pk for pk in decided if pk])}

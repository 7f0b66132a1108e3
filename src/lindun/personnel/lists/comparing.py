"""A list held against the books: who is new, who is there as the list says, what differs, what cannot be.

Reads only. An import adds people and changes nobody, so whatever differs is told and left as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lindun.estates.models import Building, Community
from lindun.organisation import assigning
from lindun.organisation.actions import BUILDING_ROLES, Newcomer, Post
from lindun.organisation.assigning import Employment
from lindun.organisation.models import (
    BackgroundCheck,
    Position,
    PostConflict,
    Role,
    Staff,
    Status,
)
from lindun.organisation.queries import usernames
from lindun.personnel.lists.columns import Field
from lindun.personnel.lists.posts import Posts
from lindun.personnel.lists.reading import Line, Listed, Problem
from lindun.personnel.models import Outcome
from lindun.residents.roster.headers import plain

ORDINARY_CLEARANCE = 2
COMPANY_WIDE = frozenset({Role.GENERAL_MANAGER, Role.OFFICER, Role.HR, Role.AUDITOR})
OFFICE = re.compile(r"(小区|项目部?|管理处|(物业)?服务中心)$")  # behind the name of a community


@dataclass(frozen=True)
class Verdict:
    """What becomes of a line. staff: who is there already; newcomer: who would be entered, and waits.

    namesakes: staff numbers of others of the same name, in the books or in the list.
    """

    line: Line
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    staff: Staff | None = None
    newcomer: Newcomer | None = None
    namesakes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What is told of it, for comparing what was seen with what is there now."""
        return f"{self.line.row} {self.line.number} {self.outcome} {[each.code for each in self.problems]}"


def judge(listed: Listed, *, apart: Collection[str]) -> list[Verdict]:
    """Every line with what becomes of it, by the books of now. Inside a passage for importing.

    apart: staff numbers of those of whom it was said that they are nobody else of their name.
    """
    books = _Books(listed.lines)
    verdicts = [_Judge(books, listed).verdict(line) for line in listed.lines]
    return _told_apart(verdicts, books, listed, {number.casefold() for number in apart})


class _Books:
    """What the company knows that a list is held against, read once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        everybody = Staff.objects.exclude(status=Status.LEFT).values_list("name", "number")
        self.named: dict[str, set[str]] = defaultdict(set)
        for name, number in everybody:
            self.named[name].add(number.casefold())
        self.numbers = {
            number.casefold(): number for number in Staff.objects.values_list("number", flat=True)
        }
        self.without_zeros = {folded.lstrip("0"): folded for folded in self.numbers if folded.startswith("0")}
        wanted = {
            self.numbers[line.number.casefold()] for line in lines if line.number.casefold() in self.numbers
        }
        people = Staff.objects.filter(number__in=wanted).select_related("position", "department")
        self.people = {person.number.casefold(): person for person in people.prefetch_related("assignments")}
        self.accounts = {account.casefold() for account in usernames()}
        pairs = PostConflict.objects.values_list("one", "other")
        self.posts = Posts(Position.objects.all(), map(frozenset, pairs))
        self.communities = {_bare_community(each.name): each.pk for each in Community.objects.all()}
        self.communities |= {each.code.lower(): each.pk for each in Community.objects.all()}
        self.buildings = {(each.community_id, each.name): each.pk for each in Building.objects.all()}
        self.checked = set(BackgroundCheck.objects.values_list("number", flat=True))


class _Judge:
    """Judges lines of one list."""

    def __init__(self, books: _Books, listed: Listed) -> None:
        self._books = books
        self._cells = listed.cells

    def verdict(self, line: Line) -> Verdict:
        person = self._books.people.get(line.number.casefold())
        if line.same_as is not None:
            same = Problem("same_as", rows=(line.same_as,))
            return Verdict(line, Outcome.REPEATED, (same,), person)
        problems = [*line.problems, *self._of_number(line)]
        meant = self._books.posts.meant(line.post) if line.post else None
        if meant and meant.problem and not (meant.position and person):
            problems.append(self._at(line, Field.POST, meant.problem))
        places, wrong = self._places(line, meant.position if meant else None)
        problems += wrong
        if problems or meant is None or meant.position is None:
            return Verdict(line, Outcome.REFUSED, tuple(problems), person)
        if person is not None:
            return self._known(line, person, meant.position, places)
        return self._new(line, meant.position, places)

    def _at(self, line: Line, field: Field, code: str) -> Problem:
        letters = self._cells.get(field)
        return Problem(code, f"{letters}{line.row}" if letters else "")

    def _of_number(self, line: Line) -> Iterator[Problem]:
        folded = line.number.casefold()
        if not folded or folded in self._books.people:
            return
        if line.zeros_lost and folded in self._books.without_zeros:
            yield self._at(line, Field.NUMBER, "zeros_lost")
        elif folded in self._books.accounts:
            yield self._at(line, Field.NUMBER, "account_taken")

    def _places(
        self, line: Line, position: Position | None
    ) -> tuple[frozenset[tuple[int, int | None]], list[Problem]]:
        """Ids of the places that the line names, communities or buildings, and what is wrong with them."""
        known = [self._books.communities.get(_bare_community(name)) for name in line.communities]
        if None in known:
            return frozenset(), [self._at(line, Field.COMMUNITY, "community_unknown")]
        here = [pk for pk in known if pk is not None]
        if position is None or position.role in COMPANY_WIDE:
            return frozenset(), []
        if position.role not in BUILDING_ROLES:
            return frozenset((pk, None) for pk in here), []
        if line.buildings and len(here) != 1:
            return frozenset(), [self._at(line, Field.BUILDING, "building_of_which")]
        found = {self._books.buildings.get((here[0], _bare(name))) for name in line.buildings}
        if None in found:
            return frozenset(), [self._at(line, Field.BUILDING, "building_unknown")]
        return frozenset((here[0], pk) for pk in found), []

    def _known(
        self, line: Line, person: Staff, position: Position, places: frozenset[tuple[int, int | None]]
    ) -> Verdict:
        codes = [
            *(["has_left"] if person.status == Status.LEFT else []),
            *(["name_differs"] if person.name != line.name else []),
            *(["post_differs"] if not _holds(person, position) else []),
            *(["places_differ"] if not _reaches(person, places) else []),
            *(["employment_differs"] if not self._same_employment(line, person) else []),
        ]
        problems = tuple(Problem(code) for code in codes)
        return Verdict(line, Outcome.DIFFERS if codes else Outcome.UNCHANGED, problems, person)

    def _same_employment(self, line: Line, person: Staff) -> bool:
        """What the list says of it: a column that it does not have says nothing, nor does an empty cell of
        department or first day. An empty last day says that there is none.
        """
        department = person.department.name if person.department else ""
        pairs = {
            Field.KIND: (line.kind, person.kind),
            Field.FIRM: (line.firm, person.firm),
            Field.UNTIL: (line.until, person.until),
            Field.DEPARTMENT: (line.department, department),
            Field.HIRED: (line.hired, person.hired_on),
        }
        silent = {field for field in (Field.DEPARTMENT, Field.HIRED) if not pairs[field][0]}
        told = (self._cells.keys() & pairs.keys()) - silent
        return all(pairs[field][0] == pairs[field][1] for field in told)

    def _new(self, line: Line, position: Position, places: frozenset[tuple[int, int | None]]) -> Verdict:
        post = Post(
            position.role, ORDINARY_CLEARANCE, Status.ACTIVE, places, position.pk, marked=position.sensitive
        )
        problems = []
        if line.kind not in position.kinds:
            problems.append(self._at(line, Field.POST, "kind_may_not"))
        checked = line.number in self._books.checked and assigning.has_passed([line.number])
        if position.sensitive and not checked:
            problems.append(self._at(line, Field.POST, "check_missing"))
        if problems:
            return Verdict(line, Outcome.REFUSED, tuple(problems))
        employment = Employment(line.kind, line.firm, line.until, line.department, line.hired)
        newcomer = Newcomer(line.number, line.name, line.number, post, password="", employment=employment)
        return Verdict(line, Outcome.NEW, tuple(_notes(post)), newcomer=newcomer)


def _notes(post: Post) -> Iterator[Problem]:
    if post.is_sensitive:
        yield Problem("sensitive_post")
    elif post.role in BUILDING_ROLES and not post.assignments:
        yield Problem("works_by_building")


def _bare_community(name: str) -> str:
    said = plain(name)
    return OFFICE.sub("", said) or said


def _bare(building: str) -> str:
    """3栋, 3幢 and 3号楼 are building 3."""
    for ending in ("号楼", "栋", "幢", "座", "楼"):
        building = building.removesuffix(ending)
    return building.removeprefix("第").strip()


def _holds(person: Staff, position: Position) -> bool:
    """Whether she holds this post, or another one of its role where the list has the usual word for it."""
    return person.position_id == position.pk or (position.standard and person.role == position.role)


def _reaches(person: Staff, places: Iterable[tuple[int, int | None]]) -> bool:
    has = {(each.community_id, each.building_id) for each in person.assignments.all()}
    here = {community for community, _building in has}
    return all(
        community in here if building is None else bool({(community, building), (community, None)} & has)
        for community, building in places
    )


def _told_apart(
    verdicts: list[Verdict], books: _Books, listed: Listed, apart: Collection[str]
) -> list[Verdict]:
    """Whoever shares a name is entered once somebody says that she is another person; see decision 0036.

    Otherwise one person would take the second one's place under another number.
    """
    in_list: dict[str, set[str]] = defaultdict(set)
    for verdict in verdicts:
        if verdict.newcomer:
            in_list[verdict.line.name].add(verdict.line.number)
    return [
        _namesake(verdict, others, listed, is_apart=verdict.line.number.casefold() in apart)
        if verdict.newcomer and (others := _others(verdict.line, books, in_list))
        else verdict
        for verdict in verdicts
    ]


def _others(line: Line, books: _Books, in_list: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    known = (books.numbers[folded] for folded in books.named.get(line.name, ()))
    return tuple(sorted({*known, *in_list[line.name]} - {line.number}))


def _namesake(verdict: Verdict, others: tuple[str, ...], listed: Listed, *, is_apart: bool) -> Verdict:
    cell = f"{listed.cells[Field.NAME]}{verdict.line.row}"
    if is_apart:
        told = (*verdict.problems, Problem("namesake_apart", cell))
        return replace(verdict, problems=told, namesakes=others)
    refused = (Problem("namesake", cell),)
    return replace(verdict, outcome=Outcome.REFUSED, problems=refused, newcomer=None, namesakes=others)

"""What the papers show about the training: errors by question, topics to repeat, scores before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Q

from lindun.training import curriculum, library
from lindun.training.library import Item, Rule
from lindun.training.models import Answer, Edition, Quiz


@dataclass(frozen=True)
class ItemLine:
    """How one question was answered in an edition."""

    item: Item
    answers: int
    wrong: int

    @property
    def percent(self) -> int:
        return round(100 * self.wrong / self.answers)

    @property
    def is_missed(self) -> bool:
        """More than the bound answered it wrongly; too few answers say nothing."""
        enough = self.answers >= curriculum.FEWEST_ANSWERS
        return enough and self.wrong * 100 > self.answers * curriculum.MISSED_PERCENT


def by_item(version: int) -> list[ItemLine]:
    """Every question that was asked in an edition, the most missed first."""
    counted = (
        Answer.objects.filter(edition_id=version)
        .values_list("item")
        .annotate(answers=Count("pk"), wrong=Count("pk", filter=Q(right=False)))
    )
    bank = library.items()
    lines = [ItemLine(bank[code], answers, wrong) for code, answers, wrong in counted if code in bank]
    return sorted(lines, key=lambda line: (-line.wrong / line.answers, line.item.code))


def topics(lines: Iterable[ItemLine]) -> dict[Rule, list[ItemLine]]:
    """The rules that the next course should repeat, each with its missed questions."""
    found: dict[Rule, list[ItemLine]] = {}
    for line in lines:
        if line.is_missed:
            found.setdefault(library.rules()[line.item.rule], []).append(line)
    return found


def most_missed(rule: str, most: int) -> list[str]:
    """The codes of the questions about a rule that most people got wrong in the latest edition."""
    latest = Edition.objects.first()
    lines = by_item(latest.version) if latest else []
    return [line.item.code for line in lines if line.item.rule == rule and line.wrong][:most]


@dataclass(frozen=True)
class EditionLine:
    """How the papers of an edition went."""

    edition: Edition
    papers: int
    passed: int
    percent: int  # average score


def by_edition() -> list[EditionLine]:
    """Every edition, newest first; only papers of courses count."""
    whole = Quiz.objects.filter(contest=None, rule="").exclude(submitted_at=None)
    counted = whole.values("edition_id").annotate(
        papers=Count("pk"),
        good=Count("pk", filter=Q(passed=True)),
        score=Avg(F("right") * 100.0 / F("asked")),
    )
    known = {row["edition_id"]: row for row in counted}
    return [_edition_line(edition, known.get(edition.pk)) for edition in Edition.objects.all()]


def _edition_line(edition: Edition, row: Mapping[str, Any] | None) -> EditionLine:
    if row is None:
        return EditionLine(edition, 0, 0, 0)
    return EditionLine(edition, int(row["papers"]), int(row["good"]), round(row["score"]))


@dataclass(frozen=True)
class Effect:
    """A topic an edition repeated: how many per cent of its questions were missed before and since."""

    rule: Rule
    before: int | None
    after: int | None


def effects(edition: Edition) -> list[Effect]:
    """For each topic of an edition; None where nothing was answered."""
    counted = (
        Answer.objects.filter(rule__in=edition.focus, edition_id__in=(edition.version - 1, edition.version))
        .values_list("edition_id", "rule")
        .annotate(answers=Count("pk"), wrong=Count("pk", filter=Q(right=False)))
    )
    share = {(version, rule): round(100 * wrong / answers) for version, rule, answers, wrong in counted}
    return [
        Effect(
            library.rules()[rule], share.get((edition.version - 1, rule)), share.get((edition.version, rule))
        )
        for rule in edition.focus
        if rule in library.rules()
    ]

"""Every write of editions: the first as shipped, later ones with what many got wrong."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.standing import codes
from lindun.standing.actions import ask_for
from lindun.training import library, results
from lindun.training.library import BASICS, Item
from lindun.training.models import MOST_WORDS, Edition

FIRST_WORDS = "首版"
SHOWN_ITEMS = 3  # of a topic that many missed


class BadEdition(Exception):
    """It cannot be published like this; the message says what to change."""


def install() -> None:
    """The first edition, as shipped. Runs in the founding transaction."""
    if not Edition.objects.exists():
        Edition.objects.create(
            version=1, courses=_as_kept([]), words=FIRST_WORDS, published_at=timezone.now()
        )


def publish(who: gate.Identity, *, focus: Collection[str], words: str, at_once: bool) -> Edition:
    """Teach the shipped courses from now on, opened by the topics that many missed.

    focus: rules. words: what is new, for the record. at_once: everybody takes it now, not when her year is
    over. Raises gate.Denied, BadEdition.
    """
    said = words.strip()[:MOST_WORDS]
    if not said:
        raise BadEdition(_("Say in a few words what is new."))
    if not set(focus) <= set(library.rules()):
        raise BadEdition(_("Choose topics from the list."))
    with gate.passage(who, Action.COURSE_PUBLISH, writes=True) as passage:
        latest = Edition.objects.first()
        version = latest.version + 1 if latest else 1
        topics = [rule for rule in library.rules() if rule in focus]
        edition = _create(who, version, topics, said, at_once=at_once)
        if at_once:
            ask_for(codes.COURSE, version=version)
            ask_for(codes.QUIZ, version=version)
        passage.saw(edition=version)
        passage.about("training.at_once" if at_once else "training.in_turn", *(f"rule.{r}" for r in topics))
        return edition


def _create(who: gate.Identity, version: int, topics: list[str], words: str, *, at_once: bool) -> Edition:
    try:
        with transaction.atomic():
            return Edition.objects.create(
                version=version,
                courses=_as_kept(topics),
                focus=topics,
                words=words,
                at_once=at_once,
                published_at=timezone.now(),
                published_by_id=who.staff,
            )
    except IntegrityError as raced:
        raise BadEdition(_("Somebody has just published an edition: look at it first.")) from raced


def _as_kept(topics: list[str]) -> dict[str, Any]:
    """The courses as plain data with the words of the cards in them, so that a later release changes none."""
    kept = deepcopy(library.shipped())
    for raw in kept.values():
        raw["page"] = [_with_words(page) for page in raw["page"]]
    opening, *rest = kept[BASICS]["page"]
    kept[BASICS]["page"] = [opening, *[_focus_page(rule) for rule in topics], *rest]
    return kept


def _with_words(page: dict[str, Any]) -> dict[str, Any]:
    if page.get("kind") != "card":
        return page
    rule = library.rules()[page["rule"]]
    return page | {
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "text": {"zh": rule.text.zh, "en": rule.text.en},
        "picture": rule.picture,
    }


def _focus_page(rule: str) -> dict[str, Any]:
    """What the company got wrong about a rule, with the answers."""
    card = library.rules()[rule]
    missed = [library.items()[code] for code in results.most_missed(rule, SHOWN_ITEMS)]
    return {
        "kind": "focus",
        "rule": rule,
        "picture": card.picture,
        "title": {"zh": f"易错重点：{card.title.zh}", "en": f"Often missed: {card.title.en}"},
        "text": {
            "zh": "\n\n".join([card.short.zh, *(_answered(item, "zh") for item in missed)]),
            "en": "\n\n".join([card.short.en, *(_answered(item, "en") for item in missed)]),
        },
    }


def _answered(item: Item, language: str) -> str:
    right = "\n".join(f"- {getattr(each.text, language)}" for each in item.choices if each.right)
    return f"## {getattr(item.ask, language)}\n\n{right}\n\n{getattr(item.why, language)}"

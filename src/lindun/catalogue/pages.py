"""What the pages of the catalogue show: rows with addresses, and what the gate would say to a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindun import gate
from lindun.catalogue import queries
from lindun.catalogue.models import Change, ChangeState, DataItem, Entry, Way
from lindun.core.policy import Access
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.shell import offers
from lindun.web.reasons import Explanation, explain


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The pages of the catalogue, as far as the viewer's post has them."""
    shown: list[tuple[str, str, int | None]] = [
        ("matrix", _("Purposes and items"), None),
        ("items", _("Items"), None),
        ("changes", _("Changes"), queries.open_changes().count()),
        ("entries", _("New entries"), queries.open_entries().count()),
    ]
    if offers(Action.CLASSIFICATION_SETTLE)(request):
        shown.append(("unclassified", _("Without a level"), queries.classification_tasks().count()))
    return [
        {
            "label": label,
            "url": reverse(f"catalogue:{name}"),
            "current": name == current,
            "count": count or None,
        }
        for name, label, count in shown
    ]


def matrix_rows(request: HttpRequest) -> list[dict[str, Any]]:
    may_propose = offers(Action.CHANGE_PROPOSE)(request)
    return [
        {"purpose": row.purpose, "cells": [_cell(row, cell, may_propose=may_propose) for cell in row.cells]}
        for row in queries.matrix()
    ]


def _cell(row: queries.Row, cell: queries.Cell, *, may_propose: bool) -> dict[str, Any]:
    open_to_change = may_propose and cell.pending is None
    url = reverse("catalogue:propose", args=[row.purpose.code, cell.item.code]) if open_to_change else ""
    return {"item": cell.item, "way": cell.way, "pending": cell.pending, "url": url}


def effects(item: DataItem) -> list[str]:
    """What would follow from each way of use, in words."""
    people = organisation.cleared_people(rules.roles_for(Action.ITEM_REVEAL), level=item.level)
    opened = ngettext(
        "May be opened: %(n)d person in post is cleared for it and could open it with a task.",
        "May be opened: %(n)d people in post are cleared for it and could open it with a task.",
        people,
    )
    called = _("May be called: a provider or the desk connects, and nobody sees the number.")
    printed = _("May be printed: one sheet for a task, in the register until it is back or destroyed.")
    return [
        *([printed] if Way.PRINT in item.ways else []),
        opened % {"n": people},
        *([called] if Way.CALL in item.ways else []),
        _("Masked only: the masked form shows, and nobody can open it for this purpose."),
        _("Not needed: it stays closed for this purpose, whoever asks."),
    ]


@dataclass(frozen=True)
class ChangeRow:
    """A change and what this reader may do about it; `blocked` says why a decider cannot decide this one."""

    change: Change
    may_decide: bool = False
    blocked: Explanation | None = None


@dataclass(frozen=True)
class EntryRow:
    """A proposed entry and what this reader may do about it."""

    entry: Entry
    may_decide: bool = False
    blocked: Explanation | None = None


def entry_row(passage: gate.Passage, entry: Entry) -> EntryRow:
    decides = rules.offers(Action.ENTRY_DECIDE, passage.actor.role)
    if entry.state != ChangeState.PROPOSED or not decides:
        return EntryRow(entry)
    access = Access(
        actor=passage.actor,
        action=Action.ENTRY_DECIDE,
        now=timezone.now(),
        proposed_by=str(entry.proposed_by_id),
    )
    decision = passage.outlook(access)
    if decision.allowed:
        return EntryRow(entry, may_decide=True)
    return EntryRow(entry, blocked=explain(decision.reasons, decision.ways_on))


def change_row(passage: gate.Passage, change: Change) -> ChangeRow:
    decides = rules.offers(Action.CHANGE_DECIDE, passage.actor.role)
    if change.state != ChangeState.PROPOSED or not decides:
        return ChangeRow(change)
    decision = passage.outlook(
        Access(
            actor=passage.actor,
            action=Action.CHANGE_DECIDE,
            now=timezone.now(),
            other_person=str(change.proposed_by_id),
        )
    )
    if decision.allowed:
        return ChangeRow(change, may_decide=True)
    return ChangeRow(change, blocked=explain(decision.reasons, decision.ways_on))

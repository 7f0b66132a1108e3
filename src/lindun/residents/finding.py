"""Residents found: search results and rows of the list, in masked words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.catalogue.queries import Named
from lindun.estates.models import spoken
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.requests import queries as tasks
from lindun.residents import queries
from lindun.residents.household import SEARCHED_FOR
from lindun.residents.models import Relation
from lindun.residents.queries import Hit, Listed, Person
from lindun.web.addresses import addresses

TAIL = 4


def find(request: StaffRequest, text: str, *, purpose: str) -> dict[str, Any]:
    """What the typed text finds, inside the viewer's reach. Raises gate.Denied.

    Who searches whole communities says first what for (ACC-05); the next household starts with that purpose.
    `meant` is the one home whose room or task number was typed: nothing is left to choose from.
    """
    with gate.passage(request.actor, Action.RESIDENT_SEARCH, purpose=purpose or None) as passage:
        if passage.extent.communities and not purpose:
            passage.about("purpose.asked")
            return {"asking": catalogue.purposes()}
        hits, more = queries.search(passage, text)
        task = tasks.by_number(text)
        if task:
            hits = [queries.living_at(passage, task.dwelling)]
        meant = len(hits) == 1 and (task or queries.is_room_of(hits[0].dwelling, text))
        open_tasks = tasks.count_open(hit.dwelling.pk for hit in hits)
        people = [person.resident.pk for hit in hits for person in hit.people]
        passage.saw(people, dwellings=len(hits))
    if purpose:
        request.session[SEARCHED_FOR] = purpose
    return {
        "results": [_result(hit, text, open_tasks.get(hit.dwelling.pk, 0)) for hit in hits],
        "more": more,
        "meant": hits[0].dwelling.pk if meant else None,
    }


def _result(hit: Hit, text: str, open_tasks: int) -> dict[str, Any]:
    tail = next((phone for person in hit.people for phone in _phones(person) if _ends(phone, text)), "")
    return {
        "pk": hit.dwelling.pk,
        "title": hit.dwelling.title,
        "community": hit.dwelling.community.name,
        "names": [person.name for person in hit.people],
        "tail": tail,
        "matched": _("phone tail") if tail else "",
        "open_tasks": open_tasks,
    }


def _phones(person: Person) -> list[str]:
    return [value.masked for value in person.values.get("phone", [])]


def _ends(phone: str, text: str) -> bool:
    tail = text.strip()[-TAIL:]
    return len(tail) == TAIL and tail.isdigit() and phone.endswith(tail)


def rows(people: Sequence[Listed], items: Sequence[Named]) -> list[dict[str, Any]]:
    """Rows of the list: where, who, and for each item its name and the masked values.

    Names of items and relations depend on the language: they are looked up once a page, not once a row.
    """
    address = addresses("residents:household")
    labels = [(item.code, item.name) for item in items]
    relations = {relation.value: str(relation.label) for relation in Relation}
    return [
        {
            "url": address(person.dwelling),
            "title": spoken(person.building, person.unit, person.room),
            "community": person.community,
            "relation": relations[person.relation],
            "cells": [{"label": label, "masked": person.masked.get(code, ())} for code, label in labels],
        }
        for person in people
    ]

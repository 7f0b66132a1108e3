"""How a printed sheet looks: one page, with its number, its holder's mark and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.catalogue.models import DataItem
from lindun.core.marking import Level, document_mark
from lindun.gate.sheets import Values
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.papers.models import Sheet
from lindun.requests.models import Task
from lindun.residents.queries import Person
from lindun.sharing.files.labels import Label
from lindun.web import typesetting

SOURCE = Path(__file__).parent / "typst" / "sheet.typ"


def typeset(
    sheet: Sheet,
    task: Task,
    staff: Staff,
    people: Sequence[Person],
    items: Sequence[DataItem],
    opened: Values,
) -> bytes:
    """The PDF, in memory. items: what stands on it, in clear where `opened` has it, else masked."""
    label = _label(sheet, task, staff, [item for item in items if item.code in sheet.items])
    due = f"{timezone.localtime(sheet.due):%Y-%m-%d %H:%M}"
    given = {
        "label": asdict(label) | {"mark": label.mark},
        "colour": max([item.level for item in items if item.code in sheet.items], default=2),
        "home": f"{task.community.name} {task.dwelling.title}",
        "facts": [
            [_("Sheet"), sheet.number],
            [_("Task"), f"{task.number} · {task.purpose.name}"],
            [_("Printed by"), label.holder],
            [_("Printed"), label.at],
            [_("Due back"), due],
            *([[_("In the stead of"), sheet.instead_of.number]] if sheet.instead_of else []),
        ],
        "people": [_person(person, items, opened.get(person.resident.pk, {})) for person in people],
        "what_to_do": _("One number is one sheet: a second one with it is a copy made without leave.")
        + " "
        + _(
            "For task %(task)s only. By %(due)s it is handed back to the desk, destroyed before a witness or"
            " left with the household against a receipt. Do not copy it, photograph it or leave it lying."
            " A loss is reported at once."
        )
        % {"task": task.number, "due": due},
    }
    return typesetting.typeset(SOURCE, given)


def _label(sheet: Sheet, task: Task, staff: Staff, clear: Sequence[DataItem]) -> Label:
    level = Level(max([item.level for item in clear], default=Level.L2))
    return Label(
        title=task.purpose.name,
        holder=f"{staff.name} {staff.number}",
        number=sheet.number,
        at=f"{timezone.localtime(sheet.printed_at):%Y-%m-%d %H:%M}",
        level=document_mark(level, scheme=organisation.level_scheme()),
    )


def _person(person: Person, items: Sequence[DataItem], clear: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "relation": person.resident.get_relation_display(),
        "lines": [
            [item.name, _between([value.expose() for value in clear[item.code]]), True]
            if item.code in clear
            else [item.name, _between([value.masked for value in person.values[item.code]]), False]
            for item in items
            if item.code in clear or person.values.get(item.code)
        ],
    }


def _between(values: Sequence[str]) -> str:
    return " / ".join(values)

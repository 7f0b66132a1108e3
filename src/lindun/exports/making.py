"""Making one file: whom it is about, their values, decoys and marks, encryption, and only then a file.

Everything up to the encrypted bytes happens in memory. A process killed in between leaves nothing; the same
export is then made anew by the next job, and rows it has taken off its grant are not taken twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lindun import gate
from lindun.catalogue.models import DataItem
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.core.marking import Level, Mark, document_mark
from lindun.exports import actions, keys, queries, storage, watching
from lindun.exports.models import Export, Form, State
from lindun.gate import exports as lists
from lindun.gate.exports import Wanted
from lindun.gate.vocabulary import Action, Happening
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind as Told
from lindun.organisation import queries as organisation
from lindun.requests.models import Approval
from lindun.residents.reading import collecting_rarely
from lindun.sharing.files import decoys as invented
from lindun.sharing.files import pdf, workbook
from lindun.sharing.files.copies import Home, Person, as_copy, as_person, write_rows
from lindun.sharing.files.decoys import Decoy, NumberRange
from lindun.sharing.files.labels import Label
from lindun.sharing.files.passwords import Locked

LANGUAGE = "zh-hans"  # a file is read by people of the house, whatever language its maker clicks in
MASKS = {"name": Kind.NAME, "phone": Kind.PHONE}
TOO_MANY, NOBODY, BROKEN, FULL = "too_many_rows", "nobody_there", "seal_broken", "storage_full"
FAULT = "fault"
SAYS_MORE = ("grant.", "partner.")


class NotMade(Exception):
    """The file cannot be made; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Begun:
    """What making needs to know, read in one passage."""

    export: Export
    who: gate.Identity
    homes: dict[UUID, Home]
    label: Label
    headings: list[str]
    key: bytes

    @property
    def mark(self) -> Mark:
        return Mark(self.key, self.export.number)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            export=self.export.pk,
            subjects=list(self.homes),
            items=self.export.items,
            purpose=self.export.purpose_id,
            place=queries.place_of(self.export),
            consent=self.export.consent_id,
        )


def make(export: UUID) -> None:
    """Make the file of an export with the rights its maker has now. Does nothing for one that is made.

    What stands against it is written down as its reason; other faults are too, and raised.
    """
    with gate.passage(gate.HOUSE, Action.EXPORT_TEND) as passage:
        found = queries.export(export)
        passage.saw([export], kind="export")
    if found.state not in {State.ORDERED, State.MAKING}:
        return
    who = gate.Identity(staff=found.maker_id, second_factor=found.second_factor)
    try:
        with override(LANGUAGE), collecting_rarely():
            _make(who, found)
    except gate.Denied as denied:
        reasons = (
            denied.decision.reasons
        )  # what is wrong with grant or partner says more than what it would mend
        _fail(who, found, next((code for code in reasons if code.startswith(SAYS_MORE)), reasons[0]))
    except NotMade as refusal:
        _fail(who, found, f"export.{refusal.code}")
    except gate.SealingError:
        _fail(who, found, f"export.{BROKEN}")
    except OSError:
        _fail(who, found, f"export.{FULL}")
    except DatabaseError:  # it may be back in an hour, when unfinished exports are taken up again
        raise
    except Exception:
        _fail(who, found, f"export.{FAULT}")
        raise


def _make(who: gate.Identity, export: Export) -> None:
    begun = _begin(who, export)
    hidden = _drawn(begun)
    people = [*_people(begun), *_as_people(hidden, export)]
    rows = write_rows(begun.mark, people, export.items)
    locked = _locked(begun, rows)
    storage.keep(export.pk, locked.content)
    _finish(begun, locked, hidden)


def _begin(who: gate.Identity, export: Export) -> Begun:
    with gate.passage(
        who,
        Action.EXPORT_START,
        purpose=export.purpose_id,
        place=queries.place_of(export),
        consent=export.consent_id,
        writes=True,
    ) as passage:
        export.state = State.MAKING
        export.save(update_fields=["state"])
        homes = queries.homes(queries.place_of(export))
        names = {item.code: item.name for item in DataItem.objects.filter(pk__in=export.items)}
        passage.saw([export.pk], kind="export")
        begun = Begun(
            export=export,
            who=who,
            homes=homes,
            label=_label(export),
            headings=[_("Home"), *(names[item] for item in export.items)],
            key=keys.marking_key(passage),
        )
    most = pdf.MOST_ROWS if export.form == Form.PDF else workbook.MOST_ROWS
    if not homes:
        raise NotMade(NOBODY)
    if len(homes) + invented.how_many(len(homes)) > most:
        raise NotMade(TOO_MANY)
    return begun


def _label(export: Export) -> Label:
    maker = export.maker
    return Label(
        title=_("Residents, in clear") if export.clear else _("Residents, masked"),
        holder=f"{maker.name} {maker.number}",
        number=export.number,
        at=f"{timezone.localtime():%Y-%m-%d %H:%M}",
        level=document_mark(Level(export.level), scheme=organisation.level_scheme()),
    )


def _people(begun: Begun) -> Iterator[Person]:
    """Everybody of the list with the values as they go into the file."""
    if not begun.export.clear:
        masked = lists.masked_list(begun.who, begun.wanted)
        yield from (Person(home, masked.get(subject, {})) for subject, home in begun.homes.items())
        return
    request = begun.export.request
    for subject, values in lists.open_list(begun.who, begun.wanted, grant=request.number if request else ""):
        shown = {item: [value.expose() for value in some] for item, some in values.items()}
        yield Person(begun.homes[subject], shown)


def _drawn(begun: Begun) -> list[Decoy]:
    homes = sorted(set(begun.homes.values()))
    count = invented.how_many(len(begun.homes))
    return invented.decoys(begun.key, begun.export.number, homes, count=count, phones=_number_range())


def _as_people(hidden: Sequence[Decoy], export: Export) -> list[Person]:
    def shown(item: str, value: str) -> str:
        return value if export.clear else mask(MASKS[item], value)

    return [as_person(decoy, export.items, shown=shown) for decoy in hidden]


def _number_range() -> NumberRange:
    return NumberRange.read(settings.DECOY_NUMBERS)


def _locked(begun: Begun, rows: list[list[str]]) -> Locked:
    if begun.export.form == Form.PDF:
        return pdf.locked_list(begun.label, begun.headings, rows)
    return workbook.locked_workbook(begun.label, begun.headings, rows)


def _finish(begun: Begun, locked: Locked, hidden: Sequence[Decoy]) -> None:
    export, homes = begun.export, set(begun.homes.values())
    with gate.passage(
        begun.who, Action.EXPORT_START, purpose=export.purpose_id, place=queries.place_of(export), writes=True
    ) as passage:
        export.state, export.ready_at = State.READY, timezone.now()
        export.rows, export.decoys = len(begun.homes), len(hidden)
        export.decoy_bits = invented.bits(_number_range(), masked=not export.clear, homes=len(homes))
        copy = as_copy(begun.mark, _as_people(hidden, export), export.items, decoy_bits=export.decoy_bits)
        export.password = keys.close_password(export, locked.password)
        export.save()
        watching.remember(begun.key, export, zip(hidden, copy.decoys, strict=True))
        passage.saw([export.pk], kind="export", rows=export.rows, decoys=export.decoys)
        passage.about("export.ready")
        address = reverse("exports:one", args=[export.pk])
        notify(to=[export.maker_id], kind=Told.EXPORT_READY, reference=export.number, url=address)
        agreed = Approval.objects.filter(request_id=export.request_id, agreed=True)
        tellers = set(agreed.values_list("approver_id", flat=True)) if export.clear else set()
        notify(to=tellers, kind=Told.EXPORT_PASSWORD, reference=export.number, url=address)


def _fail(who: gate.Identity, export: Export, code: str) -> None:
    storage.remove(export.pk)
    with gate.passage(gate.HOUSE, Action.EXPORT_TEND, writes=True) as passage:
        Export.objects.filter(pk=export.pk, state__in=(State.ORDERED, State.MAKING)).update(
            state=State.FAILED, reason=code
        )
        passage.saw([export.pk], kind="export")
        actions.happened(who, Happening.EXPORT_FAILED, export, reason=code)

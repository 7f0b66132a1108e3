"""Every write about exports but their making: order one, take it, see its password, clear it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue.models import DataItem
from lindun.core.policy import Place
from lindun.exports import accepting, jobs, keys, queries, storage
from lindun.exports.models import Export, Form, State
from lindun.gate import entries
from lindun.gate import exports as lists
from lindun.gate.entries import What
from lindun.gate.exports import Wanted
from lindun.gate.vocabulary import Action, Happening
from lindun.partners import transfers
from lindun.requests.models import AccessRequest
from lindun.requests.statement import Statement, Use

NOT_DESTROYED = "export.not_destroyed"


class BadExport(Exception):
    """It cannot be done like this; the text says what to do."""


def order_masked(
    who: gate.Identity,
    *,
    place: Place,
    items: Sequence[str],
    purpose: str,
    form: str,
    consent: str = "",
) -> Export:
    """Have a list of masked values made, in the background. The gate is asked now and when it is made.

    consent: number of the written consent by which it goes to a partner; none for a list of the house.
    Raises gate.Denied (recorded): not for this post, outside its reach, an item the purpose does not need or
    the consent does not name, something that stands against the partner; BadExport.
    """
    number, by = uuid4(), _by_consent(consent)
    wanted = Wanted(export=number, subjects=(), items=items, purpose=purpose, place=place, consent=by)
    lists.masked_list(who, wanted)
    levels = DataItem.objects.filter(pk__in=items).values_list("level", flat=True)
    ordered = _Order(number, place, purpose, tuple(items), max(levels), form, consent=by)
    return _enter(who, ordered)


def order_clear(who: gate.Identity, *, request: UUID, form: str) -> Export:
    """Have the file made that an approved request of one's own is for.

    Whether it is still good the gate says when the file is made. Raises gate.Denied, gate.NotHere, BadExport.
    """
    with gate.passage(who, Action.EXPORT_VIEW) as passage:
        asked = queries.own_request(request, who.person)
        passage.saw([asked.pk], kind="request")
    said = Statement.read(asked.statement)
    if said.use != Use.EXPORT:
        raise BadExport(_("This request is for the screen; a file has to be asked for as a file."))
    place = Place(said.community, said.building)
    by = _by_consent(said.consent or "")
    return _enter(who, _Order(uuid4(), place, said.purpose, said.items, asked.level, form, asked, by))


def take(who: gate.Identity, *, export: UUID) -> tuple[Export, bytes]:
    """Hand the file over, once, and destroy what lies here.

    Raises gate.Denied, gate.NotHere, RulesNotAccepted, BadExport, and NotYet (recorded) for what stands
    against its partner.
    """
    with gate.passage(who, Action.EXPORT_TAKE, writes=True) as passage:
        mine = _locked(export)
        if mine.maker_id != who.person:
            raise gate.NotHere
        if mine.state != State.READY:
            raise BadExport(_("This file was taken already, or is there no more."))
        transfers.check(mine.consent_id)
        accepting.demand(mine, by=who.person)
        content = storage.read(export)
        mine.state, mine.taken_at = State.TAKEN, timezone.now()
        mine.save(update_fields=["state", "taken_at"])
        passage.place = queries.place_of(mine)
        passage.saw([export], kind="export", bytes=len(content))
    clear_away(who, export=mine)
    return mine, content


def see_password(who: gate.Identity, *, export: UUID) -> tuple[Export, str]:
    """The password of a file, once: for somebody who agreed to it; of a masked one, for its maker.

    Raises gate.Denied, gate.NotHere (not hers to see), RulesNotAccepted, BadExport (seen already), NotYet.
    """
    with gate.passage(who, Action.EXPORT_PASSWORD, writes=True) as passage:
        found = _locked(export)
        may = queries.has_agreed(who.person, found) if found.clear else found.maker_id == who.person
        if not may or (found.clear and found.maker_id == who.person):
            raise gate.NotHere
        if found.password is None:
            raise BadExport(_("This password was shown already; nobody can see it again."))
        transfers.check(found.consent_id)
        accepting.demand(found, by=who.person)
        password = keys.open_password(found)
        found.password, found.password_seen_at, found.password_seen_by_id = None, timezone.now(), who.person
        found.save(update_fields=["password", "password_seen_at", "password_seen_by"])
        passage.place = queries.place_of(found)
        passage.saw([export], kind="export")
    return found, password


def clear_away(who: gate.Identity, *, export: Export) -> None:
    """Destroy what lies here of a file and enter that in the ledger, once.

    What cannot be destroyed now is entered as failed, and tried again by the hourly clean-up.
    """
    try:
        storage.remove(export.pk)
    except OSError:
        _not_destroyed(who, export)
        return
    with gate.passage(gate.HOUSE, Action.EXPORT_TEND, writes=True) as passage:
        found = _locked(export.pk)
        passage.place = queries.place_of(found)
        passage.saw([found.pk], kind="export")
        if found.destroyed_at is not None:
            return
        found.destroyed_at = timezone.now()
        if found.state == State.READY:
            found.state, found.password = State.EXPIRED, None
        found.save(update_fields=["destroyed_at", "state", "password"])
        happened(who, Happening.EXPORT_DESTROYED, found)


def _not_destroyed(who: gate.Identity, export: Export) -> None:
    with gate.passage(gate.HOUSE, Action.EXPORT_TEND, writes=True) as passage:
        passage.place = queries.place_of(export)
        passage.saw([export.pk], kind="export")
        happened(who, Happening.EXPORT_DESTROYED, export, reason=NOT_DESTROYED)


def happened(who: gate.Identity, what: Happening, export: Export, *, reason: str = "") -> None:
    """Enter in the ledger what became of a file; runs in the caller's passage."""
    outcome = "failed" if reason else "done"
    subjects, reasons = (f"export:{export.pk}",), (reason,) if reason else ()
    entries.write(
        who,
        What(
            action=what, outcome=outcome, subjects=subjects, reasons=reasons, place=queries.place_of(export)
        ),
    )


class _Order(NamedTuple):
    """What is ordered. `request` is the approved one; without it the list is masked."""

    export: UUID
    place: Place
    purpose: str
    items: tuple[str, ...]
    level: int
    form: str
    request: AccessRequest | None = None
    consent: UUID | None = None


def _by_consent(number: str) -> UUID | None:
    """The consent of a number. Raises BadExport for a number that is none's."""
    found = transfers.by_number(number) if number else None
    if number and found is None:
        raise BadExport(_("There is no written consent of this number."))
    return found


def _enter(who: gate.Identity, order: _Order) -> Export:
    """Write the order down and have it worked on."""
    task = f"request:{order.request.pk}" if order.request else None
    with gate.passage(
        who,
        Action.EXPORT_START,
        purpose=order.purpose,
        task=task,
        place=order.place,
        consent=order.consent,
        writes=True,
    ) as passage:
        export = Export.objects.create(
            id=order.export,
            community_id=order.place.community,
            building_id=order.place.building,
            maker_id=who.person,
            second_factor=who.second_factor,
            request=order.request,
            consent_id=order.consent,
            purpose_id=order.purpose,
            items=list(order.items),
            level=order.level,
            form=Form(order.form),
            ordered_at=timezone.now(),
        )
        passage.saw([export.pk], kind="export")
        passage.items += order.items
        if order.consent:
            transfers.record(passage, consent=order.consent, kind="export", what=export.pk, by=who)
        jobs.defer(export.pk)
    return export


def _locked(export: UUID) -> Export:
    found = Export.objects.select_for_update(of=("self",)).filter(pk=export).first()
    if found is None:
        raise gate.NotHere
    return found

"""A list leaves the house: masked by a manager, in clear after two people agreed, encrypted, once."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pypdf import PdfReader

from lindun import gate
from lindun.exports import actions, making, storage, tending
from lindun.exports.actions import BadExport
from lindun.exports.models import Export, State
from lindun.gate import exports as lists
from lindun.gate.exports import Wanted
from lindun.gate.vocabulary import Action, Happening
from lindun.ledger.models import StoredEntry
from lindun.ledger.queries import entries
from lindun.organisation.models import Staff
from lindun.requests.models import Grant
from tests import cast
from tests.exports import ordering
from tests.scoped import everywhere

NAMES = {person.name for person in (cast.OWNER, cast.NEIGHBOUR, cast.ELSEWHERE)}
ABROAD = cast.ABROAD.name


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    yield
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.export*"):
        path.unlink()


def rows_used(request: object) -> int:
    with everywhere():
        return Grant.objects.get(pk=request.pk).views_used  # type: ignore[attr-defined]


def said(action: str, outcome: str | None = None) -> list[object]:
    found = [stored.entry for stored in entries(action=action)]
    return [entry for entry in found if outcome is None or entry.outcome == outcome]


def test_a_masked_list_is_made_without_a_key_and_shows_masked_forms_only(database: str) -> None:
    export = ordering.masked()
    assert (export.state, export.rows) == (State.READY, 3)
    _, password = actions.see_password(cast.identity("manager"), export=export.pk)
    _, content = actions.take(cast.identity("manager"), export=export.pk)
    rows = ordering.opened(content, password)
    assert len(rows) == 3 + export.decoys
    text = str(rows)
    assert "欧阳**" in text
    assert "170****5678" in text
    assert not [name for name in NAMES if name in text]


@pytest.mark.req("USE-04")
def test_without_approval_no_file_in_clear_comes_about(database: str) -> None:
    request = ordering.asked()
    export = ordering.clear(request)
    assert export.state == State.FAILED
    assert export.reason == "grant.unknown"
    assert export.pk not in list(storage.kept())
    assert said(Action.EXPORT_MAKE, "allowed") == []
    assert len(said(Action.EXPORT_MAKE, "denied")) == 1


@pytest.mark.req("USE-11")
def test_an_approved_file_opens_with_its_password_alone(database: str) -> None:
    export = ordering.clear(ordering.approved())
    _, password = actions.see_password(cast.identity("officer"), export=export.pk)
    _, content = actions.take(cast.identity("manager"), export=export.pk)
    rows = ordering.opened(content, password)
    assert {row[1] for row in rows} > NAMES
    assert ABROAD not in str(rows)
    assert not [name for name in NAMES if name.encode() in content]
    with pytest.raises(Exception, match="Key verification failed"):
        ordering.opened(content, password[:-1] + ("2" if password[-1] != "2" else "3"))


def test_every_person_is_named_in_the_ledger_and_no_value(database: str) -> None:
    request = ordering.approved()
    export = ordering.clear(request)
    (entry,) = said(Action.EXPORT_MAKE, "allowed")
    people = {f"resident:{cast.resident(person)}" for person in (cast.OWNER, cast.NEIGHBOUR, cast.ELSEWHERE)}
    assert set(entry.subjects) == {*people, f"export:{export.pk}", f"request:{request.pk}"}
    assert entry.counts == {"rows": 3}
    assert entry.items == ordering.ITEMS
    assert not [name for name in NAMES if name in entry.text()]
    assert rows_used(request) == 3


def test_a_building_is_a_building(database: str) -> None:
    request = ordering.approved(place=ordering.home("3"))
    export = ordering.clear(request)
    assert export.rows == 2
    assert rows_used(request) == 2


def test_more_people_than_the_grant_has_rows_open_nothing(database: str) -> None:
    request = ordering.approved(rows=2)
    export = ordering.clear(request)
    assert (export.state, export.reason) == (State.FAILED, "grant.used_up")
    assert rows_used(request) == 0
    assert said(Action.EXPORT_MAKE, "allowed") == []


def test_rows_that_one_file_took_are_not_there_for_another(database: str) -> None:
    request = ordering.approved(rows=4)
    assert ordering.clear(request).state == State.READY
    assert ordering.clear(request).reason == "grant.used_up"
    assert rows_used(request) == 3


def test_a_grant_is_for_its_holder_and_its_time(database: str) -> None:
    request = ordering.approved()
    with pytest.raises(gate.NotHere):
        ordering.ordered_clear(request, by="general_manager")
    export = ordering.ordered_clear(request)
    with everywhere(Action.REQUEST_CONCLUDE):
        Grant.objects.filter(pk=request.pk).update(ended_at=timezone.now())
    making.make(export.pk)
    assert ordering.current(export).reason == "grant.over"


def test_an_approver_who_left_the_post_does_not_count_any_more(database: str) -> None:
    request = ordering.approved()
    with everywhere(Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("officer")).update(status="left")
    assert ordering.clear(request).reason == "grant.not_approved"


def test_values_open_only_after_the_entries_are_there(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    request = ordering.approved()
    export = ordering.ordered_clear(request)
    seen: list[int] = []
    real = lists.vault.open_values

    def looking(rows: object) -> object:
        seen.append(StoredEntry.objects.filter(body__contains=Action.EXPORT_MAKE).count())
        return real(rows)

    monkeypatch.setattr(lists.vault, "open_values", looking)
    making.make(export.pk)
    assert seen == [1]


def test_when_the_ledger_cannot_be_written_nothing_opens_and_no_row_is_used(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ordering.approved()
    export = ordering.ordered_clear(request)
    real = lists.entries.write

    def broken(who: object, what: lists.What) -> str:
        if what.action == Action.EXPORT_MAKE:
            raise ConnectionError
        return real(who, what)  # type: ignore[arg-type]

    monkeypatch.setattr(lists.entries, "write", broken)
    monkeypatch.setattr(lists.vault, "open_values", lambda rows: pytest.fail("opened without an entry"))
    making.make(export.pk)
    assert rows_used(request) == 0
    assert export.pk not in list(storage.kept())


class Killed(BaseException):
    """What a killed process looks like from inside."""


def test_killed_half_way_it_leaves_nothing_and_is_made_again_without_taking_rows_twice(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ordering.approved()
    export = ordering.ordered_clear(request)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as interrupted:
        interrupted.setattr(making.storage, "keep", killed)
        with pytest.raises(Killed):
            making.make(export.pk)
    assert export.pk not in list(storage.kept())
    assert ordering.current(export).state == State.MAKING
    assert rows_used(request) == 3
    making.make(export.pk)
    assert ordering.current(export).state == State.READY
    assert rows_used(request) == 3
    assert len(said(Action.EXPORT_MAKE, "allowed")) == 2


def test_a_full_disk_leaves_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    export = ordering.masked()
    assert (export.state, export.reason) == (State.FAILED, "export.storage_full")
    assert export.pk not in list(storage.kept())


def test_a_file_is_taken_once_and_destroyed(database: str) -> None:
    export = ordering.masked()
    taken, content = actions.take(cast.identity("manager"), export=export.pk)
    assert content
    assert export.pk not in list(storage.kept())
    assert ordering.current(taken).destroyed_at is not None
    (entry,) = said(Happening.EXPORT_DESTROYED)
    assert entry.subjects == (f"export:{export.pk}",)
    with pytest.raises(BadExport):
        actions.take(cast.identity("manager"), export=export.pk)


def test_nobody_else_takes_it(database: str) -> None:
    export = ordering.masked()
    for somebody in ("general_manager", "supervisor", "counter"):
        with pytest.raises(gate.NotHere):
            actions.take(cast.identity(somebody), export=export.pk)
    assert ordering.current(export).state == State.READY


def test_after_a_day_it_is_destroyed(database: str) -> None:
    export = ordering.masked()
    assert tending.tend() == 0
    with everywhere(Action.EXPORT_TEND):
        Export.objects.filter(pk=export.pk).update(ready_at=timezone.now() - timedelta(hours=25))
    assert tending.tend() == 1
    assert ordering.current(export).state == State.EXPIRED
    assert ordering.current(export).password is None
    assert export.pk not in list(storage.kept())
    assert len(said(Happening.EXPORT_DESTROYED)) == 1


def test_files_nobody_knows_are_destroyed_and_unfinished_ones_are_kept_for_their_job(database: str) -> None:
    ready = ordering.masked()
    storage.keep(cast.resident(cast.OWNER), b"left by a killed process")
    tending.tend()
    assert list(storage.kept()) == [ready.pk]


@pytest.mark.parametrize("somebody", ["manager", "supervisor", "auditor", "counter"])
def test_the_password_of_a_file_in_clear_is_for_who_agreed(database: str, somebody: str) -> None:
    export = ordering.clear(ordering.approved())
    with pytest.raises((gate.NotHere, gate.Denied)):
        actions.see_password(cast.identity(somebody), export=export.pk)
    assert ordering.current(export).password is not None


def test_the_password_is_shown_once(database: str) -> None:
    export = ordering.clear(ordering.approved())
    actions.see_password(cast.identity("general_manager"), export=export.pk)
    with pytest.raises(BadExport):
        actions.see_password(cast.identity("officer"), export=export.pk)
    assert ordering.current(export).password_seen_by_id == cast.staff("general_manager")
    assert len(said(Action.EXPORT_PASSWORD)) == 2  # seen, and refused as failed work


@pytest.mark.req("USE-06")
def test_what_a_purpose_does_not_need_cannot_be_put_on_a_list(database: str) -> None:
    who, place = cast.identity("manager"), ordering.home()
    with pytest.raises(gate.Denied):
        actions.order_masked(who, place=place, items=["id_number"], purpose="visitor", form="xlsx")
    wanted = Wanted(
        export=cast.resident(cast.OWNER),
        subjects=[cast.resident(cast.OWNER)],
        items=["id_number"],
        purpose="visitor",
        place=ordering.home(),
    )
    with pytest.raises(gate.Denied) as refused:
        lists.masked_list(cast.identity("manager"), wanted)
    assert "item.not_needed" in refused.value.decision.reasons


@pytest.mark.parametrize("somebody", ["counter", "supervisor", "officer", "hr", "leaver", "stranger"])
def test_a_masked_list_is_for_managers(database: str, somebody: str) -> None:
    with pytest.raises(gate.Denied):
        ordering.masked(somebody)


def test_a_stranger_to_the_place_gets_nothing_of_it(database: str) -> None:
    from lindun.core.policy import Place
    from lindun.estates.models import Community

    other = Place(Community.objects.get(code=cast.OTHER_COMMUNITY[0]).pk)
    with pytest.raises(gate.Denied) as refused:
        ordering.masked(place=other)
    assert refused.value.decision.reasons == ("place.out_of_reach",)


def test_people_outside_the_place_are_not_opened_though_somebody_names_them(database: str) -> None:
    request = ordering.approved(place=ordering.home("3"))
    wanted = Wanted(
        export=cast.resident(cast.OWNER),
        subjects=[cast.resident(cast.OWNER), cast.resident(cast.ELSEWHERE), cast.resident(cast.ABROAD)],
        items=list(ordering.ITEMS),
        purpose="fee",
        place=ordering.home("3"),
    )
    opened = dict(lists.open_list(cast.identity("manager"), wanted, grant=request.number))
    assert set(opened) == {cast.resident(cast.OWNER)}


def test_a_pdf_is_made_as_well(database: str) -> None:
    export = ordering.clear(ordering.approved(), form="pdf")
    _, password = actions.see_password(cast.identity("officer"), export=export.pk)
    _, content = actions.take(cast.identity("manager"), export=export.pk)
    reader = PdfReader(io.BytesIO(content))
    assert reader.decrypt(password)
    text = reader.pages[0].extract_text()
    assert cast.OWNER.name in text
    assert export.number in text


def test_a_value_altered_in_storage_ends_the_export_and_is_an_event(database: str) -> None:
    from django.db import connection

    export = ordering.ordered_clear(ordering.approved())
    owner = cast.resident(cast.OWNER)
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("UPDATE vault_sealedvalue SET masked = '欧**' WHERE subject_id = %s", [owner])
    making.make(export.pk)
    assert ordering.current(export).reason == "export.seal_broken"
    assert export.pk not in list(storage.kept())
    (entry,) = said(Action.EXPORT_MAKE, "failed")
    assert entry.reasons == ("vault.seal_broken",)


def test_a_fault_of_the_program_is_said_and_not_tried_for_ever(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ordering.ordered_clear(ordering.approved())

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(making, "write_rows", broken)
    with pytest.raises(ZeroDivisionError):
        making.make(export.pk)
    assert ordering.current(export).reason == "export.fault"
    assert export.pk not in list(storage.kept())


def test_numbers_of_decoys_that_are_none_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DECOY_NUMBERS", "112")
    with pytest.raises(ImproperlyConfigured, match="LINDUN_DECOY_NUMBERS"):
        apps.get_app_config("exports").ready()

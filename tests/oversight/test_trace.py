"""The trace of one resident: who, when, what and why, within reach and in time."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.config import postgres
from lindun.config.home import Home
from lindun.core.tlog import Entry, identify
from lindun.estates.models import Community
from lindun.gate import Identity
from lindun.gate.plain import Plain
from lindun.gate.vocabulary import Action
from lindun.ledger.models import StoredEntry
from lindun.organisation.models import Staff
from lindun.residents import actions as residents
from lindun.web.spreadsheet import cell
from tests import cast, pages
from tests.requests.test_approvals import decide, submitted
from tests.scoped import everywhere
from tests.signin import as_

TRACE = reverse("oversight:trace")
YEAR = timedelta(days=364)


def ask(person: cast.Character = cast.OWNER, **more: str) -> dict[str, str]:
    """The form as somebody fills it in for the last year."""
    community = Community.objects.get(code=person.community)
    today = timezone.localdate()
    room = f"{person.building}-{person.unit}-{person.room}"
    days = {"since": str(today - YEAR), "until": str(today)}
    return {"community": str(community.pk), "room": room, **days, **more}


def file_url(person: cast.Character) -> str:
    return reverse("oversight:trace_file", args=[cast.resident(person)])


def look(name: str) -> None:
    client = as_(name)
    pages.open_repair(client)
    pages.household(client)
    assert pages.reveal(client, "phone").status_code == 200


def fill_a_year(home: Home, database: str, *, others: int, hers: int) -> None:
    """A year of looks at many people, of which `hers` concern the owner, as the ledger stores them."""
    subject, now = cast.resident(cast.OWNER), datetime.now(UTC)
    clerk = f"staff:{cast.staff('counter')}"
    conninfo = psycopg.conninfo.make_conninfo(postgres.superuser_conninfo(home), dbname=database)
    with psycopg.connect(conninfo, autocommit=True) as admin, admin.cursor() as cursor:
        with cursor.copy("COPY ledger_entry (body) FROM STDIN") as copy:
            for number in range(others + hers):
                at = now - YEAR * (number + 1) / (others + hers + 1)
                whose = subject if number % ((others + hers) // hers) == 0 else UUID(int=number)
                copy.write_row([_look(at, clerk, whose).text()])
        cursor.execute("ANALYZE ledger_entry")


def _look(at: datetime, who: str, whose: UUID) -> Entry:
    entry_id, text = identify(nanoseconds=int(at.timestamp() * 1e9), randomness=os.urandom(8))
    return Entry(
        id=entry_id, at=text, actor=who, action=Action.ITEM_REVEAL, outcome="allowed",
        subjects=(f"resident:{whose}",), items=("phone",), purpose="repair", counts={"fields": 1},
    )  # fmt: skip


@pytest.mark.req("AUD-05")
def test_the_trace_lists_each_viewer_time_item_and_task_of_a_year(home: Home, database: str) -> None:
    look("counter")
    look("supervisor")
    fill_a_year(home, database, others=30_000, hers=300)
    begun = time.monotonic()
    page = pages.text(as_("manager").post(TRACE, ask()))
    assert time.monotonic() - begun < 10
    for fact in ("员工31", "客服", "员工33", "主管", "打开内容", "电话", "维修联系"):
        assert fact in page, fact
    assert len(set(re.findall(r"WX-[0-9-]+", page))) == 2  # each look with a task names it
    assert page.count("timeline__entry") >= 300
    assert cast.OWNER.name not in page
    assert cast.OWNER.phones[0] not in page


def test_the_search_by_resident_uses_its_index(home: Home, database: str) -> None:
    fill_a_year(home, database, others=20_000, hers=20)
    mine = StoredEntry.objects.filter(subjects__contains=[f"resident:{cast.resident(cast.OWNER)}"])
    plan = mine.order_by("id")[:100_000].explain()
    assert "ledger_entry_subjects" in plan
    assert "Seq Scan" not in plan


def test_a_look_by_an_approved_request_names_the_request(database: str) -> None:
    request = decide("manager", submitted())
    gate.reveal(
        cast.identity("counter"),
        subject=cast.resident(cast.OWNER),
        items=["phone"],
        purpose="fee",
        grant=request.number,
    )
    for leader in ("manager", "auditor"):
        answer = as_(leader).post(TRACE, ask())
        assert answer.status_code == 200
        assert request.number in pages.text(answer)


def test_the_trace_itself_goes_into_the_ledger(database: str) -> None:
    officer = as_("officer")
    officer.post(TRACE, ask())
    entry = pages.entries(Action.TRACE_READ)[-1]
    assert entry["subjects"] == [f"resident:{cast.resident(cast.OWNER)}"]
    assert entry["actor"] == f"staff:{cast.staff('officer')}"
    assert "追查谁看过住户" in pages.text(officer.post(TRACE, ask()))


def test_several_people_in_a_room_are_told_apart_masked(database: str) -> None:
    lodger = "诸葛明月"
    residents.register_people(
        Identity(system="operator"),
        community=Community.objects.get(code=cast.OWNER.community).pk,
        channel="import",
        people=[
            residents.NewResident("3", "2", "1201", "tenant", "2024-01-01", (Plain("name", lodger, "NAME"),))
        ],
    )
    officer = as_("officer")
    page = pages.text(officer.post(TRACE, ask()))
    assert "是哪一位" in page
    assert lodger not in page
    assert cast.OWNER.name not in page
    chosen = pages.text(officer.post(TRACE, ask(subject=str(cast.resident(cast.OWNER)))))
    assert "导入名册" in chosen


def test_a_refused_look_is_listed_as_refused_and_not_counted_as_a_look(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    assert pages.reveal(clerk, "id_number").status_code == 403
    page = pages.text(as_("officer").post(TRACE, ask()))
    assert "timeline__entry--refused" in page
    assert "这个用途用不到它" in page


@pytest.mark.parametrize("name", ["counter", "supervisor", "cashier", "repair", "guard", "hr", "stranger"])
def test_other_posts_cannot_trace(database: str, name: str) -> None:
    client = as_(name)
    assert client.post(TRACE, ask()).status_code == 403
    assert client.get(file_url(cast.OWNER)).status_code == 403
    assert pages.entries()[-1]["outcome"] == "denied"


def test_a_manager_traces_her_own_community_only(database: str) -> None:
    manager = as_("manager")
    assert manager.post(TRACE, ask(cast.ABROAD)).status_code == 422
    assert manager.get(file_url(cast.ABROAD)).status_code == 404
    foreign = ask(subject=str(cast.resident(cast.ABROAD)))
    assert manager.post(TRACE, foreign).status_code == 404


def test_a_room_without_people_is_said_to_be_empty(database: str) -> None:
    page = as_("officer").post(TRACE, ask(room="9-9-999"))
    assert "那里没有登记的住户" in pages.text(page)


def test_more_than_a_year_is_asked_for_in_parts(database: str) -> None:
    page = as_("officer").post(TRACE, ask(since="2020-01-01"))
    assert page.status_code == 422


def test_the_file_has_the_same_looks_and_no_formula(database: str) -> None:
    with everywhere(Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("counter")).update(name='=HYPERLINK("//x","a")')
    look("counter")
    officer = as_("officer")
    response = officer.get(file_url(cast.OWNER))
    assert response["Content-Disposition"] == f'attachment; filename="trace-{cast.resident(cast.OWNER)}.csv"'
    assert pages.entries(Action.TRACE_READ)[-1]["reasons"] == ["trace.exported"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    opened = next(row for row in rows if "打开内容" in row)
    assert opened[1] == '\'=HYPERLINK("//x","a")'
    assert "电话" in opened
    assert not any(value.lstrip(" ").startswith(("=", "+", "-", "@")) for row in rows for value in row)
    assert cast.OWNER.phones[0] not in response.content.decode()


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_a_cell_that_looks_like_a_formula_is_made_text(risky: str) -> None:
    assert cell(risky) == f"'{risky}"


@pytest.mark.parametrize("plain", ["员工31", "", "2026-11-21", "a=b", "#44"])
def test_other_cells_stay_as_they_are(plain: str) -> None:
    assert cell(plain) == plain


def test_no_address_of_the_trace_holds_a_room(database: str) -> None:
    page = pages.text(as_("officer").post(TRACE, ask()))
    assert f'action="{TRACE}"' in page
    assert "?room" not in page
    assert "1201" not in json.dumps(pages.entries(Action.TRACE_READ))

"""What a leaker cannot know: decoys are watched, and every copy says whose it is (USE-07)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lindun import gate
from lindun.core.policy import Place
from lindun.exports import actions, tracing
from lindun.exports.models import Export
from lindun.gate import Identity
from lindun.gate.plain import Plain
from lindun.gate.vocabulary import Action, Happening
from lindun.residents import actions as residents
from lindun.residents import queries as registry
from lindun.residents.newcomer import NewResident
from tests import cast
from tests.exports import ordering
from tests.notifications.told import told
from tests.pages import entries, text
from tests.signin import as_

REAL = {person.name for person in cast.RESIDENTS}


@pytest.fixture(autouse=True)
def empty_folder():  # type: ignore[no-untyped-def]
    yield
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.export*"):
        path.unlink()


def move_in(count: int) -> None:
    """Enough neighbours for a list worth leaking."""
    chance = random.Random(7)
    residents.register_people(
        Identity(system="operator"),
        community=ordering.home().community,
        channel="import",
        people=[
            NewResident(
                "5", "2", str(101 + row // 2), "owner", "2020-01-01",
                (
                    Plain("name", chance.choice("王李张刘") + chance.choice("芳伟娜秀"), "NAME"),
                    Plain("phone", f"177{chance.randrange(10**8):08}", "PHONE"),
                ),
            )
            for row in range(count)
        ],
    )  # fmt: skip


def taken(by: str = "manager", *, place: Place | None = None) -> tuple[Export, list[list[str]]]:
    """A file in clear somebody has taken, and what is in it."""
    export = ordering.clear(ordering.approved(by, rows=500, place=place), by)
    _, password = actions.see_password(cast.identity("officer"), export=export.pk)
    export, content = actions.take(cast.identity(by), export=export.pk)
    return export, ordering.opened(content, password)


def decoys_of(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if row[2].startswith("154")]


@pytest.mark.req("USE-07")
def test_a_leaked_list_names_user_time_and_export(database: str) -> None:
    move_in(80)
    copies = [taken(by) for by in ("manager", "supervisor", "manager")]
    export, rows = copies[1]
    leaked = random.Random(3).sample(rows, len(rows) // 2)
    page = as_("officer").post(reverse("exports:trace"), {"text": "\n".join(" ".join(row) for row in leaked)})
    shown = text(page)
    assert export.number in shown
    assert "0033" in shown  # the supervisor's staff number
    assert not [other.number for other, _ in (copies[0], copies[2]) if other.number in shown]
    assert not [row for row in leaked if row[1] in shown or row[2] in shown]
    said = entries(Action.COPY_TRACE)[-1]
    assert said["subjects"] == [f"export:{export.pk}"]
    assert not [name for name in REAL if name in str(said)]


def test_a_table_can_be_given(database: str) -> None:
    move_in(60)
    export, rows = taken()
    content = "房号,姓名,电话\n" + "\n".join(",".join(row) for row in rows)
    page = as_("officer").post(
        reverse("exports:trace"), {"file": SimpleUploadedFile("名单.csv", content.encode("gb18030"))}
    )
    assert export.number in text(page)


def test_what_is_no_table_is_refused_in_words(database: str) -> None:
    file = SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = as_("officer").post(reverse("exports:trace"), {"file": file})
    assert page.status_code == 422


def test_a_list_from_elsewhere_names_nobody(database: str) -> None:
    move_in(40)
    taken()
    rows = [[f"5栋2单元{101 + row}", "赵钱孙", f"188{row:08}"] for row in range(60)]
    answer = tracing.trace_list(cast.identity("officer"), rows)
    assert answer.named == []
    assert answer.nearest < answer.needed


def test_a_file_that_was_never_taken_is_not_accused(database: str) -> None:
    ordering.clear(ordering.approved())
    answer = tracing.trace_list(cast.identity("officer"), [["3栋2单元1201", "欧阳梓萱", "17012345678"]])
    assert answer.copies == 0


def test_a_masked_list_is_traced_as_well(database: str) -> None:
    move_in(120)
    export = ordering.masked()
    _, password = actions.see_password(cast.identity("manager"), export=export.pk)
    _, content = actions.take(cast.identity("manager"), export=export.pk)
    rows = ordering.opened(content, password)
    other = ordering.masked("general_manager")
    actions.take(cast.identity("general_manager"), export=other.pk)
    answer = tracing.trace_list(cast.identity("officer"), random.Random(5).sample(rows, 70))
    assert [named.export.pk for named in answer.named] == [export.pk]


def search(by: str, typed: str) -> None:
    with gate.passage(cast.identity(by), Action.RESIDENT_SEARCH) as passage:
        registry.search(passage, typed)


@pytest.mark.parametrize("column", [1, 2], ids=["name", "number"])
def test_whoever_looks_for_a_decoy_raises_the_alarm(database: str, column: int) -> None:
    export, rows = taken()
    decoy = decoys_of(rows)[0]
    search("counter", decoy[column])
    (said,) = entries(Happening.DECOY_SOUGHT)
    assert said["actor"] == f"staff:{cast.staff('counter')}"
    assert said["subjects"] == [f"export:{export.pk}"]
    assert decoy[column] not in str(said)
    assert [each.reference for each in told("officer") if each.kind == "export.decoy"] == [export.number]
    events = text(as_("officer").get(reverse("oversight:events")))
    assert "urgent" in events or "紧急" in events


def test_looking_for_residents_and_for_nobody_raises_none(database: str) -> None:
    taken()
    for typed in (cast.OWNER.name, cast.OWNER.phones[0], "5678", "3-2-1201", "查无此人", "18812345678"):
        search("counter", typed)
    assert entries(Happening.DECOY_SOUGHT) == []


def test_before_the_first_export_there_is_nothing_to_watch(database: str) -> None:
    search("counter", "15400001234")
    assert entries(Happening.DECOY_SOUGHT) == []


def test_nothing_of_a_decoy_can_be_read_in_the_database(database: str) -> None:
    from django.db import connection

    _, rows = taken()
    with connection.cursor() as cursor:
        cursor.execute("SELECT traits::text || sought::text FROM exports_hiddenrow")
        stored = str(cursor.fetchall())
    assert not [word for row in decoys_of(rows) for word in row if word in stored]

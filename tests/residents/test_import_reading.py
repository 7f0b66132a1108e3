"""A large file is read in a process of its own, with the same result; its end is not ours."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import date
from pathlib import Path

import pytest

from lindun.catalogue import defaults
from lindun.gate import plain
from lindun.residents import intake, reading, samples
from lindun.residents.intake import Catalogued
from lindun.residents.roster.refusal import Refusal, RosterRefused
from lindun.residents.roster.vocabulary import Field
from tests.residents.bringing import HEADER, PEOPLE, table

CATALOGUED = Catalogued(
    frozenset(item.code for item in defaults.ITEMS), frozenset(item.name_zh for item in defaults.ITEMS)
)


def task(path: Path, *, first: int = 0) -> reading.Task:
    return reading.Task(
        path=path,
        catalogued=CATALOGUED,
        corrections={},
        community="云栖里",
        today=date(2026, 1, 1),
        first=first,
        chunk=2,
    )


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster"
    path.write_bytes(table())
    return path


def told(path: Path, *, first: int = 0) -> list[list[tuple[int, str, object]]]:
    with reading.opened(task(path, first=first)) as file:
        return [[(row.number, row.result.status, row.person) for row in chunk] for chunk in file.chunks]


def test_another_process_reads_the_same(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = told(roster)
    monkeypatch.setattr(reading, "LARGE", 0)
    there = told(roster)
    assert [len(chunk) for chunk in there] == [2, 2]
    assert there == here
    assert told(roster, first=3) == [here[1][1:]]


def test_a_large_file_is_opened_and_its_values_made_in_the_other_process_only(
    roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = told(roster)

    def not_here(*_value: object) -> str:
        raise AssertionError("not in this process")

    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(plain, "mask", not_here)
    monkeypatch.setattr(plain, "search_forms", not_here)
    monkeypatch.setattr(intake, "open_roster", not_here)
    assert told(roster) == here


@pytest.mark.parametrize("bound", [0, 1 << 30])
def test_a_refusal_arrives_with_its_code(tmp_path: Path, bound: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", bound)
    path = tmp_path / "roster"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(RosterRefused) as refused:
        told(path)
    assert refused.value.code is Refusal.NOT_A_TABLE


def test_a_file_that_kills_its_reader_is_refused(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", 0)
    roster.write_bytes(table(PEOPLE * 5000))
    with pytest.raises(RosterRefused) as refused, reading.opened(task(roster)) as file:
        next(file.chunks)
        for child in multiprocessing.active_children():
            assert child.pid
            os.kill(child.pid, signal.SIGKILL)
        list(file.chunks)
    assert refused.value.code is Refusal.PARSER_FAILED


def test_a_column_is_shown_without_its_content(roster: Path) -> None:
    roster.write_bytes(table([(*person, "张三的口令8848") for person in PEOPLE], (*HEADER, "暗号")))
    (sheet,) = samples.describe(intake.open_roster(roster, catalogued=CATALOGUED, corrections={}))
    shown = {column["heading"]: column["samples"] for column in sheet["columns"]}
    assert shown["业主姓名"] == ["钟离**", "夏侯**", "宇文**"]
    assert shown["房号"] == ["101", "102", "201"]
    assert shown["暗号"] == ["字字字字字9999"]


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        (Field.ROOM, "3栋2单元1201", "3栋2单元1201"),
        (Field.ROOM, "1201 张三", "9999 字字"),
        (Field.BUILDING, "13812345678", "99999999999"),
        (Field.COMMUNITY, "张三", "字字"),
        (Field.RELATION, "业主", "业主"),
        (Field.RELATION, "李四", "字字"),
        (Field.REMARKS, "有狗", "••••"),
        (None, "wx_zhang88", "AA_AAAAA99"),
    ],
)
def test_a_sample_shows_places_and_words_that_name_nobody(field: Field | None, text: str, shown: str) -> None:
    assert samples.without_content(field, text) == shown

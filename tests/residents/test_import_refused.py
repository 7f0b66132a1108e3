"""Files and people that are refused: each hears what happened and what to do, and nothing is left behind."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.test import override_settings
from django.urls import reverse

from lindun.core.identifiers.refusal import Reason
from lindun.organisation.models import Staff
from lindun.residents import jobs, reported, taking_in, uploads, words
from lindun.residents.models import ImportState
from lindun.residents.roster.refusal import Refusal
from lindun.residents.roster.table import Mark
from tests import cast, pages
from tests.leaks.walker import Emitted, log_lines
from tests.residents import bringing
from tests.residents.bringing import table
from tests.signin import as_

SIZE = 64 * 1024


def left_behind() -> list[str]:
    return [path.name for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[None]:
    """A disk of 64 KiB for uploads; without the right to mount one, a bound on the size of files."""
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True
        ).returncode
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(tmp_path)):
        if not mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            if mounted:
                subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_is_said_and_leaves_no_half_file(database: str, full_disk: None) -> None:
    officer = as_("officer")
    refused = bringing.post(officer, table() * 400)
    assert refused.status_code == 422
    assert "磁盘已满" in pages.text(refused)
    assert "腾出空间" in pages.text(refused)
    assert left_behind() == []
    assert bringing.post(officer, table()).status_code == 302


def test_a_file_over_the_bound_is_stopped_while_it_arrives(database: str) -> None:
    officer = as_("officer")
    with override_settings(ROSTER_MAX_BYTES=SIZE):
        refused = bringing.post(officer, table() * 400)
    assert refused.status_code == 422
    assert "文件超过名册的大小上限。" in pages.text(refused)
    assert "按楼栋拆开" in pages.text(refused)
    assert not [name for name in left_behind() if name.endswith(uploads.ARRIVING)]


def test_an_empty_file_and_none_are_said_at_the_field(database: str) -> None:
    officer = as_("officer")
    assert "文件是空的" in pages.text(bringing.post(officer, b""))
    nothing = officer.post(reverse("residents:import_upload"), {"community": bringing.community()})
    assert nothing.status_code == 422
    assert "请选择文件" in pages.text(nothing)


def test_what_arrives_and_is_not_kept_is_destroyed(database: str) -> None:
    officer = as_("officer")
    file = SimpleUploadedFile("a.csv", table())
    before = left_behind()
    refused = officer.post(reverse("residents:import_upload"), {"community": "", "file": file})
    assert refused.status_code == 422
    assert left_behind() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, Refusal.NOT_A_TABLE),
        (b"PK\x03\x04" + b"\0" * 60, Refusal.DAMAGED),
        (b'<?xml version="1.0"?><Workbook/>', Refusal.UNSUPPORTED_FORMAT),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_its_reason(
    database: str, content: bytes, code: Refusal
) -> None:
    officer = as_("officer")
    roster = bringing.read(officer, content)
    ended = bringing.found(roster)
    assert ended.state == ImportState.REFUSED
    page = pages.text(bringing.page(officer, "import_report", roster))
    assert all(sentence in page for sentence in words.refusal(ended.reason).sentences)
    assert not uploads.path_of(roster).exists()
    assert ended.reason in {code, Refusal.TRUNCATED}


def test_a_cell_filled_up_with_nul_is_read_like_any_other(database: str) -> None:
    """Fixed-width exports hold them, and PostgreSQL keeps no text with one."""
    officer = as_("officer")
    padded = bringing.table().replace(b"101", b"101\0\0").replace("备注".encode(), "备\0注".encode())
    roster = bringing.bring(officer, padded)
    ended = bringing.found(roster)
    assert (ended.state, ended.accepted) == (ImportState.DONE, len(bringing.PEOPLE))


@pytest.mark.parametrize(
    ("rows", "said"),
    [((), "没有住户的行"), ((("7栋", "1单元", "101", "", "", "", "", ""),), "没有一行可以导入")],
)
def test_a_file_with_nobody_in_it_says_so(database: str, rows: Sequence[Sequence[str]], said: str) -> None:
    officer = as_("officer")
    roster = bringing.read(officer, bringing.table(rows))
    assert said in pages.text(bringing.page(officer, "import_preview", roster))


def test_what_the_database_does_not_store_ends_the_import_and_says_so(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_args: object) -> None:
        raise DataError(f"cannot store {bringing.PEOPLE[0][4]}")

    monkeypatch.setattr(reported, "keep", refusing)
    officer, emitted = as_("officer"), Emitted()
    with log_lines(emitted):
        roster = bringing.read(officer, bringing.table())
    assert bringing.found(roster).state == ImportState.REFUSED
    page = pages.text(bringing.page(officer, "import_report", roster))
    assert all(sentence in page for sentence in words.refusal(taking_in.NOT_STORABLE).sentences)
    assert not uploads.path_of(roster).exists()
    (logged,) = emitted.by_place["log"]
    assert b"DataError" in logged
    assert bringing.PEOPLE[0][4].encode() not in logged


def test_every_refusal_says_what_happened_and_what_to_do() -> None:
    for code in [*Refusal, uploads.TOO_LARGE, uploads.DISK_FULL, "file_missing", taking_in.NOT_STORABLE]:
        assert len(words.refusal(code).sentences) == 2, code


def test_every_code_of_a_cell_has_words() -> None:
    fields = ("phone", "emergency_phone", "id", "name", "co_residents", "plate", "date", "room", "building")
    codes = {f"{field}_{reason}" for field in fields for reason in Reason}
    codes |= {f"{field}_{ending}" for field in fields for ending in words.ENDINGS}
    codes |= {f"{mark}_{field}" for mark in (Mark.FORMULA, Mark.INHERITED) for field in words.PREFIXES}
    codes |= {mark.value for mark in Mark if mark not in {Mark.FORMULA, Mark.INHERITED}}
    assert [code for code in codes if words.finding(code).text == code] == []


@pytest.mark.usefixtures("database")
def test_rights_that_ended_while_it_waited_end_the_import() -> None:
    officer = as_("officer")
    roster = bringing.read(officer, table())
    bringing.act(officer, "import_confirm", roster)
    demote("officer")
    bringing.work()
    ended = bringing.found(roster)
    assert (ended.state, ended.reason) == (ImportState.REFUSED, "action.not_for_role")
    assert bringing.residents() == []
    assert not uploads.path_of(roster).exists()
    page = pages.text(bringing.page(as_("manager"), "import_report", roster))
    assert "没有处理到" in page


def demote(name: str) -> None:
    """Give somebody another post, as personnel does."""
    from lindun.organisation import actions
    from lindun.organisation.actions import Post

    person = Staff.objects.get(user__username=name)
    actions.change_post(cast.identity("hr"), staff=person.pk, post=Post("cashier", 2, "active", frozenset()))


@pytest.mark.usefixtures("database")
def test_a_new_worker_finds_what_a_killed_one_left() -> None:
    officer = as_("officer")
    ended = bringing.read(officer, table())
    file = uploads.path_of(ended).read_bytes()
    bringing.act(officer, "import_cancel", ended)
    uploads.path_of(ended).write_bytes(file)  # as if killed before the file was destroyed
    stranger = uploads.path_of(uuid4())
    stranger.write_bytes(file)
    os.utime(stranger, (0, 0))
    waiting = bringing.upload(officer, table())

    assert jobs.resume() == 1
    assert not uploads.path_of(ended).exists()
    assert not stranger.exists()
    bringing.work()
    assert bringing.found(waiting).state == ImportState.PREVIEW

"""Requests that cost their sender little and the house much, from people who are not even signed in."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lindun.web.logs import JsonFormatter
from tests import cast
from tests.signin import as_


def files() -> set[Path]:
    return set(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())


def test_a_stranger_cannot_fill_the_disk_with_many_files_in_one_request(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form is read before anybody knows who sent it: the anti-forgery check needs its token."""
    arrived: list[Path] = []
    keep = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self, **more: (arrived.append(self), keep(self, **more))[1])
    before = files()
    sent = {f"file{number}": SimpleUploadedFile("x", b"x" * 1000) for number in range(9)}
    answer = Client().post(reverse("account_login"), sent)
    assert answer.status_code == 400
    assert len(arrived) <= 2
    assert files() == before


def test_a_host_name_that_is_not_ours_is_not_written_to_the_log(database: str) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        answer = Client().get(reverse("account_login"), headers={"host": "zhang-san.13912345678"})
    finally:
        root.removeHandler(handler)
    assert answer.status_code == 400
    assert "13912345678" not in written.getvalue()


@pytest.mark.parametrize("choice", ["purpose:" + "x" * 100_000, "task:" + "9" * 100_000, "purpose:\0", "\0:"])
def test_a_session_keeps_no_more_than_codes(database: str, choice: str) -> None:
    counter = as_("counter")
    url = reverse("residents:purpose", args=[uuid4()])
    assert counter.post(url, {"choice": choice}).status_code == 302
    assert len(json.dumps(dict(counter.session))) < 2000


@pytest.mark.parametrize("days", ["since=0001-01-01&until=9999-12-31", "since=1969-01-01&until=2026-01-01"])
def test_impossible_days_break_no_page(database: str, days: str) -> None:
    auditor = as_("auditor")
    assert auditor.get(f"{reverse('oversight:ledger')}?{days}").status_code == 200
    file = reverse("oversight:trace_file", args=[cast.resident(cast.OWNER)])
    assert auditor.get(f"{file}?{days}").status_code == 200

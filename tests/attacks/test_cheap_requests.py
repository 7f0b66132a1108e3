"""Requests that cost their sender little and the house much, from people who are not even signed in."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lindun.web.logs import JsonFormatter


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

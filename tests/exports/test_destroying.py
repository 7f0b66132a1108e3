"""What lies here of a file is destroyed, said where and by which rule, and tried again when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from lindun.exports import actions, storage, tending
from lindun.exports.actions import NOT_DESTROYED
from lindun.gate.vocabulary import Happening
from tests import cast
from tests.exports import ordering
from tests.pages import entries, text
from tests.signin import as_

PAGE = reverse("exports:destroyed")


def test_a_destroyed_file_stands_on_the_page_with_time_and_rule(database: str) -> None:
    export = ordering.masked()
    assert export.number not in text(as_("officer").get(PAGE))
    actions.take(cast.identity("manager"), export=export.pk)
    for reader in ("officer", "auditor", "manager"):
        page = text(as_(reader).get(PAGE))
        assert export.number in page
        assert "领取一次后销毁" in page
    assert export.number not in text(as_("supervisor").get(PAGE))


def test_what_could_not_be_destroyed_is_given_all_the_same_said_and_tried_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, other = ordering.masked(), ordering.masked()

    def busy(self: Path, missing_ok: bool = False) -> None:
        raise OSError(16, "device or resource busy")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", busy)
        for each in (export, other):
            _taken, content = actions.take(cast.identity("manager"), export=each.pk)
            assert content
        assert ordering.current(export).destroyed_at is None
        assert {entry["outcome"] for entry in entries(Happening.EXPORT_DESTROYED)} == {"failed"}
        assert entries(Happening.EXPORT_DESTROYED)[0]["reasons"] == [NOT_DESTROYED]
        assert f"{export.number} 应销毁但尚未销毁" in text(as_("officer").get(PAGE))
        assert tending.tend() == 2
    tending.tend()
    assert ordering.current(export).destroyed_at is not None
    assert ordering.current(other).destroyed_at is not None
    assert {export.pk, other.pk}.isdisjoint(storage.kept())
    assert entries(Happening.EXPORT_DESTROYED)[-1]["outcome"] == "done"
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{export.pk}*"))

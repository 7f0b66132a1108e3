"""The database goes away while a file is read: whoever waits sees that it goes on by itself, and when."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lindun.residents import jobs, taking_in
from lindun.residents.models import ImportState
from tests import pages
from tests.residents import bringing
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


def _away(*_arguments: object, **_named: object) -> None:
    raise OperationalError


def test_an_import_that_waits_for_another_try_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = as_("officer")
    roster = bringing.upload(officer, bringing.table())

    def shown() -> str:
        return pages.text(bringing.page(officer, "import_progress", roster))

    assert "处理中断" not in shown()
    with monkeypatch.context() as broken:
        broken.setattr(taking_in, "read", _away)
        bringing.work()
        assert "系统会自动继续：<time" in shown()
        for _ in range(jobs.AGAIN.max_attempts or 0):
            _at_once()
            bringing.work()
        assert ProcrastinateJob.objects.filter(args__roster_id=str(roster), status="failed").exists()
        assert "一小时内自动再试" in shown()
    jobs.resume()
    assert "处理中断" not in shown()
    bringing.work()
    assert bringing.found(roster).state != ImportState.UPLOADED


def _at_once() -> None:
    """The pause is over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")

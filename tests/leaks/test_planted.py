"""The walker itself is tested: a leak that is planted anywhere is met."""

from __future__ import annotations

import logging
from pathlib import Path

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from lindun.config import postgres
from lindun.config.home import Home
from lindun.config.urls import urlpatterns as real
from lindun.organisation.sessions import SessionStore
from tests import cast
from tests.leaks import walker
from tests.leaks.finder import Marked, of_cast
from tests.leaks.walker import Emitted
from tests.matrix.declared import WHO, Declared

OWNER = cast.OWNER
pytestmark = pytest.mark.usefixtures("ledger_key")


def in_the_body(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<li>{OWNER.phones[0][:3]} {OWNER.phones[0][3:7]} {OWNER.phones[0][7:]}</li>")


def in_a_header(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("", headers={"X-Room": OWNER.id_number})


def in_a_cookie(_request: HttpRequest) -> HttpResponse:
    answer = HttpResponse("")
    answer.set_cookie("last", OWNER.plate.encode().hex())
    return answer


def in_a_file_name(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{OWNER.phones[1]}.csv"}
    )


def in_the_log(request: HttpRequest) -> HttpResponse:
    logging.getLogger("lindun.plant").info(f"shown {OWNER.name} to {request.method}")
    return HttpResponse("")


PLANTED = (in_the_body, in_a_header, in_a_cookie, in_a_file_name, in_the_log)
urlpatterns = [*real, *(path(f"{view.__name__}/", view, name=f"planted_{view.__name__}") for view in PLANTED)]


@pytest.mark.parametrize("view", PLANTED, ids=lambda view: view.__name__)
def test_a_page_that_leaks_is_met(database: str, view: object) -> None:
    name = f"planted_{view.__name__}"  # type: ignore[attr-defined]
    route = Declared(name, "get", dict.fromkeys(WHO, "ok"), (), {}, False, False, False, "")
    emitted = Emitted()
    with override_settings(ROOT_URLCONF=__name__), walker.log_lines(emitted):
        walker.everywhere(emitted, [route])
    assert emitted.leaks(of_cast())


def test_a_page_that_leaks_to_one_post_alone_is_met(database: str) -> None:
    emitted = Emitted()
    emitted.keep("guard get here body", "nothing")
    emitted.keep("officer get here body", f"<input value={OWNER.name}>")
    assert list(emitted.leaks(of_cast())) == ["officer get here body"]


ROWS = {
    "a task": "UPDATE requests_task SET summary = %s",
    "a job": "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
    " VALUES ('q', 't', jsonb_build_object('x', %s::text))",
    "a ledger entry": "UPDATE ledger_entry"
    " SET body = (body::jsonb || jsonb_build_object('x', %s::text))::text",
    "a masked form": "UPDATE vault_sealedvalue SET masked = %s WHERE item = 'phone'",
    "a staff name": "UPDATE organisation_staff SET name = %s WHERE number = '0031'",
}


@pytest.mark.parametrize("place", ROWS)
def test_a_row_that_leaks_is_met(database: str, home: Home, place: str) -> None:
    from tests.matrix import stage

    stage.ARGUMENTS["task"]("counter")
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        assert admin.execute(ROWS[place], [OWNER.phones[0]]).rowcount > 0
    emitted = Emitted()
    walker.rows(emitted, home, database)
    assert emitted.leaks(of_cast())


def test_a_session_that_leaks_is_met(database: str, home: Home) -> None:
    session = SessionStore()
    session.create()
    session["last_search"] = OWNER.name
    session.save()
    emitted = Emitted()
    walker.rows(emitted, home, database)
    assert "session" in emitted.leaks(of_cast())


@pytest.mark.parametrize("name", ["copy.xlsx", f"{OWNER.phones[0]}.csv"])
def test_a_file_that_leaks_is_met(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(
        b"\0" * 5000 + (b"" if OWNER.phones[0] in name else OWNER.name.encode("gb18030"))
    )
    assert walker.leaks_in_files(tmp_path, of_cast())


def test_what_is_not_marked_is_not_met() -> None:
    emitted = Emitted()
    emitted.keep("page", "欧阳** 170****5678 3-2-1201")
    assert emitted.leaks([Marked("phone", OWNER.phones[0]), Marked("name", OWNER.name)]) == {}


def test_the_planted_addresses_are_not_in_the_product() -> None:
    with pytest.raises(Exception, match="planted_in_the_body"):
        reverse("planted_in_the_body")

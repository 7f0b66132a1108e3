"""Exports as people meet them: order, wait, take, tell the password; the file of a request as a PDF."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from lindun.exports import jobs, making
from lindun.exports.models import Export
from lindun.ledger import keys
from lindun.ledger.sealing import at_work
from lindun.requests import applying
from lindun.requests.models import AccessRequest
from tests import cast
from tests.exports import ordering
from tests.pages import HTMX, text
from tests.scoped import everywhere
from tests.signin import as_


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    yield
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.export*"):
        path.unlink()


def order(client: Client, **more: str) -> str:
    data = {"way": "masked", "place": "0", "items": ["name", "phone"], "form": "xlsx"} | more
    response = client.post(reverse("exports:order", args=["fee"]), data)
    assert response.status_code == 302, text(response)
    return str(response["Location"])


def only_export() -> Export:
    with everywhere():
        return Export.objects.get()


def test_masked_from_order_to_file(database: str) -> None:
    manager = as_("manager")
    address = order(manager)
    assert "hx-get" in text(manager.get(address))
    making.make(only_export().pk)
    assert "hx-get" not in text(manager.get(address, headers=HTMX))
    manager.post(f"{address}accept/", {"version": "1"})
    taken = manager.post(f"{address}take/")
    number = only_export().number
    assert taken["Content-Disposition"] == f'attachment; filename="{number}.xlsx"'
    assert taken["Cache-Control"] == "no-store"
    again = manager.post(f"{address}take/", follow=True)
    assert "text/html" in again["Content-Type"]


def test_a_file_on_which_nobody_works_says_since_when_and_that_it_goes_on(database: str) -> None:
    manager = as_("manager")
    address = order(manager)
    export = only_export().pk
    assert jobs.interrupted(export), "no worker runs in this test"
    page = text(manager.get(address, headers=HTMX))
    assert re.search(r"今天 \d\d:\d\d</time>提交，制作已中断", page)
    assert "hx-get" in page, "it shows by itself when the work goes on"
    assert "已中断，会自动继续" in text(manager.get(reverse("exports:list")))
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        ((worker,),) = cursor.fetchall()
        assert not jobs.interrupted(export), "it waits its turn"
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
        assert not jobs.interrupted(export), "it is being made"
        assert re.search(r"今天 \d\d:\d\d</time> 提交", text(manager.get(address)))
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
        assert jobs.interrupted(export), "the worker died with it"
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
        assert jobs.interrupted(export), "it ended with a fault"
    making.make(export)
    assert "中断" not in text(manager.get(address))


def test_clear_is_asked_for_and_made_after_two_agreed(database: str) -> None:
    manager = as_("manager")
    address = order(manager, way="clear", why="寄送年度账单", minutes="120")
    with everywhere():
        request = AccessRequest.objects.get()
    assert address == reverse("requests:file", args=[request.pk])
    assert request.needed == 2
    assert request.together
    ordering.agree(request)
    assert request.number in text(manager.get(reverse("exports:list")))
    assert "制作文件" in text(manager.get(address))
    made = manager.post(reverse("exports:make", args=[request.pk]), {"form": "xlsx"})
    making.make(only_export().pk)
    page = text(manager.get(made["Location"]))
    assert reverse("exports:password", args=[only_export().pk]) not in page
    assert only_export().number in text(as_("officer").get(reverse("exports:list")))
    file = text(manager.get(address))
    assert "已导出 " in file  # its file counts rows, not looks
    assert "查看次数" not in file
    assert "制作了文件" in file  # what the ledger says of it is in words
    assert "sharing.export" not in file
    assert "制作文件" not in file  # all of it is used: the way to make one is gone


def test_the_password_is_on_the_approvers_page_alone_and_once(database: str) -> None:
    export = ordering.clear(ordering.approved())
    address = reverse("exports:password", args=[export.pk])
    officer = as_("officer")
    assert address in text(officer.get(reverse("exports:one", args=[export.pk])))
    shown = text(officer.post(address))
    assert "<code>" in shown
    assert officer.post(address).status_code == 302
    assert as_("manager").post(address).status_code == 404


def test_without_a_reason_nothing_is_asked_for(database: str) -> None:
    data = {"way": "clear", "place": "0", "items": ["phone"], "form": "xlsx", "why": " "}
    page = as_("manager").post(reverse("exports:order", args=["fee"]), data)
    assert page.status_code == 422
    with everywhere():
        assert not AccessRequest.objects.exists()


@pytest.mark.req("USE-06")
def test_what_the_purpose_does_not_need_is_not_on_the_form_and_not_taken(database: str) -> None:
    manager = as_("manager")
    page = text(manager.get(reverse("exports:order", args=["visitor"])))
    assert 'value="id_number"' not in page
    data = {"way": "masked", "place": "0", "items": ["id_number"], "form": "xlsx"}
    assert manager.post(reverse("exports:order", args=["visitor"]), data).status_code == 422


def test_a_clerk_orders_for_her_buildings_alone(database: str) -> None:
    page = text(as_("counter").get(reverse("exports:order", args=["fee"])))
    assert "3栋" in page
    assert "5栋" not in page
    assert 'value="masked"' not in page


def test_a_file_that_cannot_be_made_says_why(database: str) -> None:
    request = ordering.approved(rows=1)
    export = ordering.clear(request)
    page = text(as_("manager").get(reverse("exports:one", args=[export.pk])))
    assert "notice--trouble" in page


@pytest.mark.req("USE-01")
def test_the_file_of_a_request_shows_its_four_steps_and_carries_proofs(
    database: str,
) -> None:
    request = ordering.approved()
    ordering.clear(request)
    applying.conclude(cast.identity("manager"), request=request.pk, result="账单已寄出")
    with at_work(keys.read_signer()) as sealer:
        sealer.seal()
    answer = as_("auditor").get(reverse("exports:archive", args=[request.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="{request.number}.pdf"'
    reader = PdfReader(io.BytesIO(answer.content))
    words = "".join(page.extract_text() for page in reader.pages)
    assert all(step in words for step in ("申请", "批准", "登记", "归档"))
    assert "账单已寄出" in words
    proofs = [json.loads(held[0]) for held in reader.attachments.values()]
    actions = [json.loads(proof["entry"])["action"] for proof in proofs]
    assert "requests.request.submit" in actions
    assert "sharing.export.make" in actions
    assert not [person.name for person in cast.RESIDENTS if person.name in words]

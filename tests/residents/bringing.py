"""Bring rosters through the pages, with a real worker running the jobs in this process."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app

from lindun.estates.models import Community
from lindun.residents.models import Resident, RosterImport, RosterRow
from tests import cast
from tests.scoped import everywhere

HEADER = ("楼栋", "单元", "房号", "业主姓名", "联系电话", "身份证号", "车牌号", "备注")
PEOPLE = (
    ("7栋", "1单元", "101", "钟离春晓", "16512340001", "330199198003079130", "浙X7K29Q", "常年不住"),
    ("7栋", "1单元", "102", "夏侯明远", "17012340002", "320599197511239255", "", ""),
    ("7栋", "2单元", "201", "宇文清和", "17112340003", "", "鄂X5T60W", ""),
)


def table(rows: Sequence[Sequence[str]] = PEOPLE, header: Sequence[str] = HEADER) -> bytes:
    """A CSV as offices export it."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def community(code: str = cast.HOME_COMMUNITY[0]) -> int:
    return Community.objects.values_list("pk", flat=True).get(code=code)


def post(client: Client, content: bytes, name: str = "业主 张三 台账.csv") -> Any:
    """Upload a file as the page does; its name holds a person's, which must go nowhere."""
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("residents:import_upload"), {"community": community(), "file": file})


def upload(client: Client, content: bytes) -> UUID:
    """Upload a file; returns the import."""
    response = post(client, content)
    assert response.status_code == 302, response.content.decode()
    found = re.search(r"/import/([0-9a-f-]{36})/", response["Location"])
    assert found
    return UUID(found[1])


def work() -> None:
    """Let a worker run every job that waits."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def read(client: Client, content: bytes) -> UUID:
    """Upload a file and have it read."""
    roster = upload(client, content)
    work()
    return roster


def bring(client: Client, content: bytes) -> UUID:
    """Upload, read, confirm, take in."""
    roster = read(client, content)
    act(client, "import_confirm", roster)
    work()
    return roster


def page(client: Client, name: str, roster: UUID, query: str = "") -> Any:
    return client.get(reverse(f"residents:{name}", args=[roster]) + query)


def act(client: Client, name: str, roster: UUID, **data: str) -> Any:
    return client.post(reverse(f"residents:{name}", args=[roster]), data)


def found(roster: UUID) -> RosterImport:
    with everywhere():
        return RosterImport.objects.get(pk=roster)


def report(roster: UUID) -> list[RosterRow]:
    with everywhere():
        return list(RosterRow.objects.filter(roster=roster).order_by("position"))


def residents(building: str = "7") -> list[Resident]:
    """Who is registered in a building of the first community."""
    with everywhere():
        people = Resident.objects.filter(building__name=building, community_id=community())
        return list(people.select_related("dwelling").order_by("id"))


def lines(response: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in response.content.decode().splitlines()]

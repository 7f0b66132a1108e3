"""The handling report: collected, used, shared, destroyed in a year for a purpose, with its entries."""

from __future__ import annotations

import csv
import html
import io
import time

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from lindun.config.home import Home
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from tests import cast, pages
from tests.oversight.test_trace import fill_a_year
from tests.scoped import everywhere
from tests.sharing.bearers import sent
from tests.signin import as_

REPORT = reverse("oversight:report")


def reported(name: str = "auditor", **asked: object) -> HttpResponse:
    return as_(name).get(REPORT, {"year": timezone.localdate().year, **asked})


def counts(response: HttpResponse) -> dict[str, int]:
    return {kind.code: kind.times for kind in response.context["kinds"]}


def behind(response: HttpResponse, deed: str) -> list[str]:
    """The entries that the figure of a deed links to, as the ledger page lists them."""
    kinds = response.context["kinds"]
    (url,) = [figure.url for kind in kinds for figure in kind.figures if figure.deed == deed]
    assert url in html.unescape(pages.text(response))
    return [row.id for row in as_("auditor").get(url).context["entries"]]


def work(name: str = "counter") -> None:
    client = as_(name)
    pages.open_repair(client)
    pages.household(client)
    assert pages.reveal(client, "phone").status_code == 200
    assert pages.reveal(client, "id_number").status_code == 403


@pytest.mark.req("AUD-03")
def test_a_year_and_a_purpose_give_counts_of_what_was_done_with_links(database: str) -> None:
    work()
    work("supervisor")
    for_repair = reported(purpose="repair")
    assert counts(for_repair) == {"collected": 0, "used": 2, "shared": 0, "deleted": 0}
    revealed = behind(for_repair, "打开内容")
    assert set(revealed) == {
        entry["id"] for entry in pages.entries(Action.ITEM_REVEAL) if entry["outcome"] == "allowed"
    }
    assert len(revealed) == 2  # the two that were refused are no use of anything
    for_handover = reported(purpose="handover")
    collected = sum(entry["outcome"] == "done" for entry in pages.entries(Action.ROSTER_IMPORT))
    assert counts(for_handover)["collected"] == collected > 0
    assert len(behind(for_handover, "导入名册")) == collected
    assert counts(for_handover)["used"] == 0
    sent("counter")
    shared = reported(purpose="repair")
    assert counts(shared)["shared"] == 1
    assert len(behind(shared, "以链接发出工单")) == 1


def destroyed_file() -> None:
    with everywhere():
        entries.write(
            "system.operator", What(action=Happening.FILE_DESTROYED, outcome="done", subjects=("roster:1",))
        )


def test_what_was_destroyed_was_destroyed_for_every_purpose(database: str) -> None:
    destroyed_file()
    for purpose in ("", "repair", "fee"):
        assert counts(reported(purpose=purpose))["deleted"] == 1
    assert len(behind(reported(purpose="fee"), "销毁导入文件")) == 1


def test_another_year_is_another_report(database: str) -> None:
    work()
    assert counts(reported())["used"] == 1
    assert set(counts(reported(year=timezone.localdate().year - 1)).values()) == {0}


@pytest.mark.parametrize("asked", [{"year": "1890"}, {"year": "x"}, {"purpose": "no_such"}, {"year": "²"}])
def test_what_cannot_be_asked_gives_this_year_and_every_purpose(database: str, asked: dict[str, str]) -> None:
    work()
    assert counts(reported(**asked))["used"] == 1


def test_the_file_says_the_same_and_holds_nobody(database: str) -> None:
    work()
    answer = as_("officer").get(reverse("oversight:report_file"), {"purpose": "repair"})
    assert answer["Content-Disposition"] == f'attachment; filename="handling-{timezone.localdate().year}.csv"'
    heading, *rows = csv.reader(io.StringIO(pages.text(answer).removeprefix("\ufeff")))
    (reveals,) = [row for row in rows if row[1] == "打开内容"]
    assert (reveals[0], reveals[heading.index("条数")]) == ("使用", "1")
    assert cast.OWNER.name not in pages.text(answer)
    assert pages.entries(Action.LEDGER_READ)[-1]["reasons"] == ["report.exported"]


@pytest.mark.parametrize("name", ["counter", "supervisor", "manager", "hr"])
def test_others_get_no_report(database: str, name: str) -> None:
    assert reported(name).status_code == 403


def test_a_hundred_thousand_entries_take_no_longer_than_a_page_may(home: Home, database: str) -> None:
    fill_a_year(home, database, others=99_000, hers=1_000)
    begun = time.monotonic()
    years = [counts(reported(year=timezone.localdate().year - back))["used"] for back in (0, 1)]
    assert time.monotonic() - begun < 10
    assert sum(years) == 100_000

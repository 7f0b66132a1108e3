"""The ledger's pages: what they show, what they never show, proofs that outsiders can check."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from lindun.verifier import parse_keys, verify_proof
from lindun.web import deeds
from tests import cast, pages
from tests.ledger.house import House
from tests.signin import as_

LEDGER = reverse("oversight:ledger")
IDS = re.compile(r"/oversight/ledger/([0-9a-f-]{36})/")


def shown_ids(page: str) -> list[str]:
    return list(dict.fromkeys(IDS.findall(page)))


def entry_url(entry: object) -> str:
    return reverse("oversight:entry", args=[entry])


@pytest.mark.req("AUD-01")
def test_a_reveal_stands_there_with_all_its_facts_and_without_the_number(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    assert cast.OWNER.phones[0] in pages.text(pages.reveal(clerk, "phone"))
    written = pages.entries(Action.ITEM_REVEAL)[-1]
    auditor = as_("auditor")
    listed = pages.text(auditor.get(LEDGER))
    one = pages.text(auditor.get(entry_url(written["id"])))
    for fact in ("员工31", "打开内容", "电话", "维修联系", "已放行", written["id"]):
        assert fact in listed, fact
        assert fact in one, fact
    assert "3栋" in one  # place
    assert "项内容 1" in one  # rows
    assert f'"at":"{written["at"]}"' in one.replace("&quot;", '"')  # time
    for phone in cast.OWNER.phones:
        assert phone not in listed + one


def test_reading_the_ledger_is_itself_in_the_ledger(database: str) -> None:
    as_("auditor").get(LEDGER)
    read = pages.entries(Action.LEDGER_READ)[-1]
    assert read["actor"] == f"staff:{cast.staff('auditor')}"
    assert read["counts"]["entries"] > 0


@pytest.mark.parametrize("name", ["counter", "supervisor", "manager", "cashier", "repair", "guard", "hr"])
def test_other_posts_are_refused_and_that_is_written_down(database: str, name: str) -> None:
    client = as_(name)
    some = pages.entries()[0]["id"]
    for url in (
        LEDGER,
        entry_url(some),
        reverse("oversight:proof", args=[some]),
        reverse("oversight:events"),
    ):
        assert client.get(url).status_code == 403
        assert pages.entries()[-1]["outcome"] == "denied"
        assert pages.entries()[-1]["reasons"] == ["action.not_for_role"]


def test_an_entry_that_is_not_there_is_not_here(database: str) -> None:
    assert as_("auditor").get(entry_url(UUID(int=7))).status_code == 404


def test_filters_narrow_the_list(database: str) -> None:
    pages.reveal(as_("counter"), "phone")  # nothing chosen: refused
    auditor = as_("auditor")
    everything = shown_ids(pages.text(auditor.get(LEDGER)))
    refused = shown_ids(pages.text(auditor.get(LEDGER, {"outcome": "denied"})))
    assert refused
    assert set(refused) < set(everything)
    by_id = {entry["id"]: entry for entry in pages.entries()}
    assert {by_id[one]["outcome"] for one in refused} == {"denied"}
    hers = shown_ids(pages.text(auditor.get(LEDGER, {"who": str(cast.staff("counter"))})))
    assert {by_id[one]["actor"] for one in hers} == {f"staff:{cast.staff('counter')}"}
    imports = shown_ids(
        pages.text(auditor.get(LEDGER, {"action": Action.ROSTER_IMPORT, "purpose": "handover"}))
    )
    assert {by_id[one]["action"] for one in imports} == {Action.ROSTER_IMPORT}
    long_ago = auditor.get(LEDGER, {"since": "2020-01-01", "until": "2020-01-31"})
    assert shown_ids(pages.text(long_ago)) == []


def test_damaged_filters_show_the_usual_days_and_say_what_is_wrong(database: str) -> None:
    page = as_("auditor").get(LEDGER, {"since": "2026-02-30", "who": "nobody", "before": "x"})
    assert page.status_code == 200
    assert shown_ids(pages.text(page))


def test_older_pages_hold_every_entry_once(database: str) -> None:
    with transaction.atomic():
        for _ in range(120):
            entries.write("system.operator", What(action=Action.DESK_VIEW, outcome="allowed"))
    auditor = as_("auditor")
    found: list[str] = []
    address = f"{LEDGER}?action={Action.DESK_VIEW}"
    for _ in range(3):
        page = pages.text(auditor.get(address))
        found += shown_ids(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older.group(1).replace("&amp;", "&") if older else ""
    assert address == ""
    assert len(found) == len(set(found)) == 120


def test_htmx_gets_the_table_alone(database: str) -> None:
    fragment = pages.text(as_("auditor").get(LEDGER, headers=pages.HTMX))
    assert fragment.strip().startswith("<section")
    assert "<html" not in fragment


def test_every_action_has_words(database: str) -> None:
    assert {*Action, *Happening} <= set(deeds.ACTIONS)


def test_the_downloaded_proof_convinces_the_downloaded_verifier(house: House, tmp_path: Path) -> None:
    auditor = as_("auditor")
    auditor.get(LEDGER)
    house.ship()
    entry = pages.entries(Action.LEDGER_READ)[-1]
    page = pages.text(auditor.get(entry_url(entry["id"])))
    assert "在账本里，没有改动" in page
    assert f"verifier.pyz proof proof-{entry['id']}.json --key ledger.pub" in page
    proof = auditor.get(reverse("oversight:proof", args=[entry["id"]]))
    assert proof["Content-Disposition"] == f'attachment; filename="proof-{entry["id"]}.json"'
    key = auditor.get(reverse("oversight:key"))
    proven = verify_proof(proof.content, parse_keys(key.content.decode()))
    assert json.loads(proven.entry) == entry
    files = {
        "proof.json": proof,
        "ledger.pub": key,
        "verifier.pyz": auditor.get(reverse("oversight:verifier")),
    }
    for name, response in files.items():
        (tmp_path / name).write_bytes(response.content)
    assert _verify(tmp_path) == 0
    (tmp_path / "proof.json").write_bytes(proof.content.replace(b"allowed", b"denied"))
    assert _verify(tmp_path) == 1


def _verify(folder: Path) -> int:
    command = [sys.executable, "verifier.pyz", "proof", "proof.json", "--key", "ledger.pub"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_an_entry_that_waits_for_its_seal_says_so(database: str) -> None:
    auditor = as_("auditor")
    entry = pages.entries()[-1]
    assert "正在封存" in pages.text(auditor.get(entry_url(entry["id"])))
    assert auditor.get(reverse("oversight:proof", args=[entry["id"]])).status_code == 302


def test_a_changed_entry_is_called_changed(house: House) -> None:
    auditor = as_("auditor")
    auditor.get(LEDGER)
    house.ship()
    entry = pages.entries(Action.LEDGER_READ)[-1]
    house.superuser("UPDATE ledger_entry SET body = replace(body, 'allowed', 'failed')")
    page = pages.text(auditor.get(entry_url(entry["id"])))
    assert "证明不成立" in page
    assert "在账本里，没有改动" not in page

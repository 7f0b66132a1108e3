"""The auditor answers "who looked at me?", and hands out proofs that anybody can check without this house."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browser import Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def save(auditor: Visitor, link: Locator, folder: Path) -> Path:
    with auditor.page.expect_download() as download:
        link.first.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def opened_by_a_clerk(visit: Visit, room: str) -> None:
    clerk = visit("chen")
    clerk.household(room)
    clerk.click(clerk.button("维修联系"))
    clerk.click(clerk.button("现场的同事需要"))
    clerk.click(clerk.button("查看").first)
    expect(clerk.page.locator(".revealed__value")).to_be_visible()


def test_a_look_is_traced_and_its_proof_is_checked_by_plain_python(
    visit: Visit, house: House, tmp_path: Path
) -> None:
    opened_by_a_clerk(visit, "3-1-1101")
    owner = house.living_at("3", "1", "1101")
    auditor = visit("ye")
    auditor.go("/oversight/ledger/")
    expect(auditor.page.locator("h1")).to_be_visible()
    auditor.screenshot("ledger")
    auditor.go("/oversight/trace/")
    auditor.page.locator("select[name=community]").select_option(label="云栖里")
    auditor.type(auditor.page.locator("input[name=room]"), "3-1-1101")
    auditor.click(auditor.page.locator("main form button[type=submit]").first)
    look = auditor.page.locator("ol.trace li", has_text="电话").first
    expect(look).to_contain_text("陈晓岚")
    expect(look).to_contain_text("维修联系")
    assert not any(value in auditor.page.content() for value in (owner.name, *owner.phones))
    auditor.screenshot("trace")

    entry = look.locator("a").get_attribute("href") or ""
    auditor.go(entry)
    proof_link = auditor.page.locator("a[href$='/proof/']")
    for _look in range(100):  # the sealer gives it its number within a second or two
        if proof_link.count():
            break
        auditor.page.reload()
    auditor.screenshot("entry-proof")
    proof = save(auditor, proof_link, tmp_path)
    verifier = save(auditor, auditor.page.locator("a[href$='/verifier/']"), tmp_path)
    key = save(auditor, auditor.page.locator("a[href$='/ledger-key/']"), tmp_path)
    assert verify(verifier, proof, key).returncode == 0
    proof.write_text(proof.read_text().replace("allowed", "ALLOWED"))
    assert verify(verifier, proof, key).returncode == 1


def verify(verifier: Path, proof: Path, key: Path) -> subprocess.CompletedProcess[str]:
    """What an outsider does: plain Python, three files, no house."""
    command = [sys.executable, "-I", "-S", str(verifier), "proof", str(proof), "--key", str(key)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=verifier.parent, env={})


def test_the_trace_as_a_file_holds_ids_and_no_values(visit: Visit, house: House, tmp_path: Path) -> None:
    opened_by_a_clerk(visit, "3-1-1202")
    owner = house.living_at("3", "1", "1202")
    auditor = visit("ye")
    auditor.go("/oversight/trace/")
    auditor.page.locator("select[name=community]").select_option(label="云栖里")
    auditor.type(auditor.page.locator("input[name=room]"), "3-1-1202")
    auditor.click(auditor.page.locator("main form button[type=submit]").first)
    file = save(auditor, auditor.page.locator("a[href*='/file/']"), tmp_path)
    content = file.read_text(encoding="utf-8-sig")
    assert "陈晓岚" in content
    assert not any(value in content + file.name for value in (owner.name, *owner.phones, owner.id_number))


def test_the_auditor_has_no_way_to_a_resident(visit: Visit) -> None:
    auditor = visit("ye")
    auditor.go("/residents/")
    expect(auditor.page.locator("h1")).to_have_text("现在不能打开")
    expect(auditor.page.locator("input[data-search]")).to_have_count(0)

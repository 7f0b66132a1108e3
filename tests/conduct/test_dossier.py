"""The evidence file: the same bytes twice, checked by somebody who has nothing of ours but the verifier."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from lindun import gate
from lindun.conduct import actions, dossier
from lindun.conduct.actions import Asked
from lindun.conduct.models import Case
from lindun.gate.proofs import NotProvenYet
from lindun.ledger import keys
from lindun.ledger.sealing import at_work
from lindun.verifier.pack import pack
from tests import cast
from tests.conduct import cases
from tests.leaks.finder import found_in, of_cast
from tests.pages import entries
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("ledger_key")
CHECK = """
import hashlib, json, pathlib, sys
for line in pathlib.Path("SHA256SUMS").read_text().splitlines():
    digest, name = line.split("  ")
    assert hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest() == digest, name
closing = [
    entry
    for proof in pathlib.Path("ledger").iterdir()
    if (entry := json.loads(json.loads(proof.read_text())["entry"]))["action"] == "conduct.case.close"
]
codes = dict(reason.rsplit(".", 1) for reason in closing[0]["reasons"])
letters = codes["record.first"] + codes["record.second"]
digits = letters.translate(str.maketrans("abcdefghijklmnop", "0123456789abcdef"))
assert hashlib.sha256(pathlib.Path("case.json").read_bytes()).hexdigest() == digits, "the record"
"""


def seal() -> None:
    with at_work(keys.read_signer()) as sealer:
        sealer.seal()


def taken(case: Case, who: str = "officer") -> bytes:
    answer = as_(who).get(reverse("conduct:pack", args=[case.pk]))
    assert answer["Content-Type"] == "application/zip"
    return bytes(answer.getvalue())


def closed_with_evidence() -> Case:
    case = cases.heard(what=f"把{cast.OWNER.phones[0]}告诉了中介")
    report = entries("conduct.case.report")[0]["id"]
    actions.add_entry(cast.identity("hr"), case=case.pk, entry=report)
    actions.add_document(
        cast.identity("hr"), case=case.pk, words="录音", sha256=hashlib.sha256(b"wav").hexdigest(), size=3
    )
    cases.decide(case)
    cases.deciding.reply(cast.identity("counter"), case=case.pk, accept=True)
    return cases.deciding.close(cast.identity("officer"), case=case.pk)


@pytest.mark.req("VIO-05")
def test_two_evidence_files_of_a_closed_case_are_equal_and_verify_offline(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = closed_with_evidence()
    inquiry = Asked(
        authority="云溪派出所",
        reference="协查〔2026〕12号",
        given="提供了看过记录",
        answered_on=timezone.localdate(),
        answered_by=cases.NUMBERS["officer"],
    )
    actions.record_inquiry(cast.identity("hr"), case=case.pk, said=inquiry)
    seal()
    first = taken(case)
    cases.reported()
    seal()  # the ledger has grown, the clock goes on, another takes it in another language
    cases.clock(monkeypatch, timedelta(hours=3))
    with translation.override("en"):
        second = taken(case, "general_manager")
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    folder = tmp_path / "file"
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    assert json.loads((folder / "inquiries.json").read_text())[0]["answered_by"]["number"] == "0036"
    assert (folder / "case.pdf").read_bytes().startswith(b"%PDF")
    _verified_offline(folder, tmp_path / "verifier.pyz")
    assert found_in(first, of_cast()) == []
    (folder / "case.json").write_text((folder / "case.json").read_text().replace("careless", "wilful"))
    assert _checked(folder).returncode != 0


def _verified_offline(folder: Path, verifier: Path) -> None:
    """By programs that import nothing of Lindun: a dozen lines, and the verifier as one file."""
    assert _checked(folder).returncode == 0
    pack(verifier)
    proofs = sorted((folder / "ledger").iterdir())
    actions_proven = {json.loads(json.loads(one.read_text())["entry"])["action"] for one in proofs}
    assert {"conduct.case.report", "conduct.case.decide", "conduct.case.close"} <= actions_proven
    for proof in proofs:
        command = [
            sys.executable,
            "-I",
            str(verifier),
            "proof",
            str(proof),
            "--key",
            str(folder / "ledger.pub"),
        ]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def _checked(folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-I", "-c", CHECK], cwd=folder, capture_output=True, check=False)


def test_there_is_no_file_before_the_closing_is_sealed_nor_for_an_open_case(database: str) -> None:
    with pytest.raises(gate.NotHere):
        dossier.pack(cast.identity("officer"), case=cases.final().pk)
    case = cases.closed()
    with pytest.raises(NotProvenYet):
        dossier.pack(cast.identity("officer"), case=case.pk)
    answer = as_("officer").get(reverse("conduct:pack", args=[case.pk]))
    assert answer.status_code == 302


def test_a_document_is_fingerprinted_and_not_kept(database: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = cases.reported()
    content = "群聊截图".encode()
    data = {"words": "截图", "entry": "", "file": SimpleUploadedFile("a.png", content)}
    as_("officer").post(reverse("conduct:add", args=[case.pk]), data)
    with cases.everywhere(action=cases.ANYTHING):
        (one,) = Case.objects.get(pk=case.pk).evidence.all()
        assert (one.sha256, one.size) == (hashlib.sha256(content).hexdigest(), len(content))

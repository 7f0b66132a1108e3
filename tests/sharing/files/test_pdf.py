"""A PDF opens with its password, bears the mark on every page, and takes no value for markup."""

import io
import json
import re
from datetime import UTC, datetime

import pytest
from pypdf import PasswordType, PdfReader
from pypdf.constants import UserAccessPermissions

from lindun.sharing.files.labels import Label
from lindun.sharing.files.passwords import new_password
from lindun.sharing.files.pdf import MOST_ROWS, Attachment, Line, Step, locked_list, request_file

LABEL = Label(title="Homes", holder="王芳 A1001", number="DC-1", at="2026-11-21 23:55", level="企业·机密")
HOSTILE = ["#panic()", "*bold*", "$x$", "\\", "=SUM(A1)", '#read("/etc/passwd")', "`raw`", "<label>", "@ref"]
MADE = datetime(2026, 11, 22, tzinfo=UTC)


def _text(reader: PdfReader, page: int = 0) -> str:
    return reader.pages[page].extract_text()


def test_password_and_nothing_else_opens_it() -> None:
    locked = locked_list(LABEL, ["房号", "姓名"], [["3栋1单元1201", "陈静"]])
    reader = PdfReader(io.BytesIO(locked.content))
    assert reader.is_encrypted
    for wrong in ("", "x", locked.password.lower(), new_password()):
        assert reader.decrypt(wrong) is PasswordType.NOT_DECRYPTED
    assert reader.decrypt(locked.password) is PasswordType.USER_PASSWORD
    assert "3栋1单元1201 陈静" in _text(reader)
    assert reader.trailer["/Encrypt"]["/R"] == 6  # AES-256


def test_it_may_be_read_and_nothing_else() -> None:
    locked = locked_list(LABEL, ["房号"], [["1"]])
    reader = PdfReader(io.BytesIO(locked.content))
    reader.decrypt(locked.password)
    allowed = reader.user_access_permissions
    assert allowed is not None
    assert not allowed & (
        UserAccessPermissions.PRINT | UserAccessPermissions.MODIFY | UserAccessPermissions.EXTRACT
    )


def test_every_page_names_holder_time_number_and_level_and_bears_the_mark() -> None:
    locked = locked_list(LABEL, ["房号", "姓名"], [[str(row), "陈静"] for row in range(120)])
    reader = PdfReader(io.BytesIO(locked.content))
    reader.decrypt(locked.password)
    assert len(reader.pages) > 2
    for number in range(len(reader.pages)):
        text = _text(reader, number)
        assert text.count("DC-1") == 7  # six times across, once at the head
        assert len(re.findall(r"王芳\s+A1001", text)) == 7
        assert text.count("2026-11-21 23:55") == 7
        assert "企业·机密" in text
        assert "房号" in text
    assert not reader.metadata


def test_no_value_is_markup() -> None:
    locked = locked_list(LABEL, ["a"], [[text] for text in HOSTILE])
    reader = PdfReader(io.BytesIO(locked.content))
    reader.decrypt(locked.password)
    said = _text(reader)
    assert [text for text in HOSTILE if text not in said] == []


def test_long_lists_are_for_the_workbook() -> None:
    with pytest.raises(ValueError, match="at most"):
        locked_list(LABEL, ["a"], ([str(row)] for row in range(MOST_ROWS + 1)))


def test_a_file_of_a_request_shows_four_steps_and_carries_its_proofs() -> None:
    proof = json.dumps({"entry": "0193", "index": 7})
    steps = [Step(name, [Line("2026-11-21 10:42", "王芳 A1001", name + "#x")]) for name in "申批记归"]
    made = request_file(
        LABEL, [("申请人", "王芳")], steps, [Attachment("proof-7.json", proof, "证明")], made=MADE
    )
    reader = PdfReader(io.BytesIO(made))
    text = _text(reader)
    assert [text.index(name + "#x") for name in "申批记归"] == sorted(
        text.index(name + "#x") for name in "申批记归"
    )
    assert {name: [held.decode() for held in files] for name, files in reader.attachments.items()} == {
        "proof-7.json": [proof]
    }
    assert "王芳 A1001" in text
    assert "DC-1" in text


def test_a_file_of_a_request_is_the_same_whenever_it_is_made_again() -> None:
    step = Step("Applied", [Line("2026-11-21 10:42", "王芳", "申请")])
    first, second = (request_file(LABEL, [("Who", "王芳")], [step], made=MADE) for _ in range(2))
    assert first == second


def test_a_long_step_goes_on_on_the_next_page() -> None:
    lines = [Line("2026-11-21 10:42", "王芳", f"打开 {number}") for number in range(200)]
    reader = PdfReader(io.BytesIO(request_file(LABEL, [], [Step("登记", lines)], made=MADE)))
    assert len(reader.pages) > 2
    assert "打开 199" in "".join(page.extract_text() for page in reader.pages)

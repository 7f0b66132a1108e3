"""A workbook opens with its password alone, says whose it is, and holds text, never a formula."""

import hashlib
import io
import re
import struct
import tracemalloc
import zipfile
from xml.etree import ElementTree as ET

import msoffcrypto
import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.exceptions import InvalidKeyError
from python_calamine import CalamineWorkbook

from lindun.sharing.files.agile import Randomness, encrypt_package
from lindun.sharing.files.compound import compound_file
from lindun.sharing.files.labels import Label
from lindun.sharing.files.passwords import ALPHABET, BITS, new_password
from lindun.sharing.files.workbook import LONGEST_CELL, MOST_ROWS, locked_workbook, workbook

LABEL = Label(
    title="Homes & co",
    holder="王芳 A1001",
    number="DC-1A2B3C4D",
    at="2026-11-21 23:55",
    level="企业·机密",
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _opened(content: bytes, password: str) -> bytes:
    """Open it as somebody else's program does, checking password and integrity."""
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=password, verify_password=True)
    held = io.BytesIO()
    file.decrypt(held, verify_integrity=True)
    return held.getvalue()


def _cells(book: bytes) -> list[list[str]]:
    """The rows as an independent reader gives them; blank cells at a row's end are left out."""
    (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python()
    return [[str(cell) for cell in row] for row in rows]


def test_password_and_nothing_else_opens_it() -> None:
    locked = locked_workbook(LABEL, ["Name"], [["陈静"]])
    assert "陈静" in str(_cells(_opened(locked.content, locked.password)))
    assert "陈静".encode() not in locked.content
    for wrong in ("x", locked.password.lower(), locked.password[:-1], new_password()):
        with pytest.raises(InvalidKeyError):
            _opened(locked.content, wrong)


def test_an_altered_file_is_noticed() -> None:
    locked = locked_workbook(LABEL, ["Name"], [["陈静"]] * 100)
    place = locked.content.index(
        olefile.OleFileIO(io.BytesIO(locked.content)).openstream("EncryptedPackage").read(64)
    )
    altered = bytearray(locked.content)
    altered[place + 2000] ^= 1
    with pytest.raises(InvalidKeyError):
        _opened(bytes(altered), locked.password)


def test_every_file_has_a_password_and_randomness_of_its_own() -> None:
    first, second = (locked_workbook(LABEL, ["Name"], [["陈静"]]) for _ in range(2))
    assert first.password != second.password
    assert first.content != second.content
    assert first.password not in repr(first)


def test_passwords_are_strong_and_can_be_read_out() -> None:
    assert BITS >= 80
    assert not set("ILO01") & set(ALPHABET)
    assert re.fullmatch(r"([2-9A-Z]{4}-){4}[2-9A-Z]{4}", new_password())


def test_an_empty_password_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        encrypt_package(b"content", "")


def test_the_format_is_held_still() -> None:
    drawn = Randomness(*(hashlib.sha512(name).digest()[:size] for name, size in _DRAWN))
    made = encrypt_package(b"PK\x05\x06" + bytes(18), "7KQM-AAAA", drawn=drawn)
    assert hashlib.sha256(made).hexdigest() == VECTOR


_DRAWN = ((b"key", 32), (b"package", 16), (b"password", 16), (b"verifier", 16), (b"hmac", 64))
VECTOR = "726199e0c743b75ed7362091a9911bd0f2049c07f3c831b74c8fb7b667a310dd"


@settings(max_examples=25, deadline=None)
@given(
    first=st.sampled_from("=+-@\t\r＝＋－＠"),
    rest=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
)
def test_what_looks_like_a_formula_stays_text(first: str, rest: str) -> None:
    book = workbook(LABEL, ["Name"], [[first + rest]])
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = ET.fromstring(parts.read(SHEET))
        styles = ET.fromstring(parts.read("xl/styles.xml"))
    assert list(sheet.iter(f"{MAIN}f")) == []
    row = next(row for row in sheet.iter(f"{MAIN}row") if row.get("r") == "3")
    cell = next(row.iter(f"{MAIN}c"))
    assert cell.get("t") == "inlineStr"
    formats = styles.find(f"{MAIN}cellXfs")
    assert formats is not None
    assert formats[int(cell.get("s", "0"))].get("quotePrefix") == "1"


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    assert _cells(workbook(LABEL, ["Name", "Phone"], rows))[2:] == rows


def test_every_page_names_holder_time_number_and_level() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(LABEL, ["Name"], [["陈静"]]))) as parts:
        sheet, book = parts.read(SHEET).decode(), parts.read("xl/workbook.xml").decode()
    said = ET.fromstring(sheet).find(f"{MAIN}headerFooter")
    assert said is not None
    words = "".join(part.text or "" for part in said)
    assert all(word in words for word in ("企业·机密", "DC-1A2B3C4D", "王芳 A1001", "2026-11-21 23:55"))
    assert "Homes && co" in words
    assert "Sheet1!$1:$2" in book  # the mark and the headings, repeated on each printed page
    assert _cells(workbook(LABEL, ["Name"], []))[0] == [
        "企业·机密 · DC-1A2B3C4D · 王芳 A1001 · 2026-11-21 23:55"
    ]


def test_nothing_but_the_rows_tells_anything() -> None:
    """No author, no time, no program: the package has no properties, and its parts one date for all."""
    with zipfile.ZipFile(io.BytesIO(workbook(LABEL, ["Name"], [["陈静"]]))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if name.startswith("docProps")]


@pytest.mark.parametrize(
    "text", ["a\x01b", "a\rb", "_x0041_", "x_x000D_", "<&>\"'", " a ", "a\nb", "\x00", "\ud800"]
)
def test_what_xml_cannot_hold_is_written_by_its_number(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(LABEL, ["Name"], [[text]]))) as parts:
        sheet = ET.fromstring(parts.read(SHEET))
    (written,) = [t.text or "" for t in sheet.iter(f"{MAIN}t")][2:]
    assert re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), written) == text


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        workbook(LABEL, ["Name"], (["陈静", f"138{row:08}"] for row in range(count)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(8000) < 3 * peak(800)


def test_more_than_a_workbook_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        workbook(LABEL, ["Name"], ([] for _ in range(MOST_ROWS + 1)))
    with pytest.raises(ValueError, match="longer"):
        workbook(LABEL, ["Name"], [["x" * (LONGEST_CELL + 1)]])


@pytest.mark.parametrize("size", [0, 1, 63, 64, 4095, 4096, 4097, 70_000, 8_000_000])
def test_a_stream_of_any_size_comes_back(size: int) -> None:
    """8,000,000 bytes need sectors that the header cannot name."""
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    made = compound_file({"A": content, "inner": {"B": b"b" * 100, "CC": b"", "D": {"E": b"e" * 5000}}})
    opened = olefile.OleFileIO(io.BytesIO(made), raise_defects=olefile.DEFECT_UNSURE)
    assert opened.openstream("A").read() == content
    assert opened.openstream("inner/B").read() == b"b" * 100
    assert opened.openstream("inner/CC").read() == b""
    assert opened.openstream("inner/D/E").read() == b"e" * 5000
    assert len(made) % 512 == 0


@given(names=st.sets(st.text("abcdefgh", min_size=1, max_size=31), min_size=1, max_size=40))
@settings(max_examples=50, deadline=None)
def test_any_names_are_found_again(names: set[str]) -> None:
    made = compound_file({name: name.encode() for name in names})
    opened = olefile.OleFileIO(io.BytesIO(made), raise_defects=olefile.DEFECT_UNSURE)
    assert {name: opened.openstream(name).read() for (name,) in opened.listdir()} == {
        name: name.encode() for name in names
    }


@pytest.mark.parametrize("name", ["a/b", "a!b", "x" * 32])
def test_names_the_format_cannot_hold_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        compound_file({name: b""})


def test_the_package_says_its_own_length() -> None:
    made = encrypt_package(b"x" * 5000, "password")
    stream = olefile.OleFileIO(io.BytesIO(made)).openstream("EncryptedPackage").read()
    assert struct.unpack("<Q", stream[:8]) == (5000,)
    assert len(stream) == 8 + 5008

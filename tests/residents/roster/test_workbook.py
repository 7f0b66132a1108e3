"""Opening files: what they are decides their content; what they want to do to us is refused."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rosters import hostile, layouts, old_xls, people

from lindun.residents.roster import archive as archive_module
from lindun.residents.roster import xls as xls_module
from lindun.residents.roster.limits import CELL_CHARACTERS
from lindun.residents.roster.refusal import Refusal, RosterRefused
from lindun.residents.roster.table import Mark, SourceRow
from lindun.residents.roster.workbook import open_table_file

Writer = Callable[[bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    def write(data: bytes) -> Path:
        path = tmp_path / "owners.xlsx"  # whatever it is
        path.write_bytes(data)
        return path

    return write


def rows_of(path: Path) -> list[SourceRow]:
    return list(open_table_file(path).sheets[0].rows())


def refusal_of(path: Path) -> Refusal:
    with pytest.raises(RosterRefused) as caught:
        read_everything(path)
    assert str(caught.value) == caught.value.code
    return caught.value.code


def read_everything(path: Path) -> None:
    for sheet in open_table_file(path).sheets:
        list(sheet.rows())


def names(rows: list[SourceRow]) -> list[object]:
    return [row.cells[1] for row in rows if len(row.cells) > 1]


WELL_KNOWN = ["姓名", "周知越", "沈朵"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Refusal.EMPTY_FILE),
        (b"%PDF-1.7 nothing here", Refusal.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n", Refusal.NOT_A_TABLE),
        (bytes(range(32)) * 40, Refusal.NOT_A_TABLE),
        (b"<?xml version='1.0'?><Workbook/>", Refusal.UNSUPPORTED_FORMAT),
        (b"<html><body>no table</body></html>", Refusal.NOT_A_TABLE),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", Refusal.UNSUPPORTED_FORMAT),
        (b"PK\x03\x04 and then nothing", Refusal.TRUNCATED),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504), Refusal.MAY_BE_ENCRYPTED),
        (old_xls.compound({"EncryptedPackage": b"secret"}), Refusal.MAY_BE_ENCRYPTED),
        (old_xls.compound({"WordDocument": b"text"}), Refusal.UNSUPPORTED_FORMAT),
        (old_xls.workbook([old_xls.OldSheet("一", [["a"]])], password=True), Refusal.MAY_BE_ENCRYPTED),
        (hostile.archive({"mimetype": b"application/vnd.oasis.opendocument"}), Refusal.UNSUPPORTED_FORMAT),
        (hostile.with_flag(hostile.archive(hostile.parts(hostile.sheet_xml())), 1), Refusal.MAY_BE_ENCRYPTED),
    ],
)
def test_refused_with_the_reason(written: Writer, data: bytes, code: Refusal) -> None:
    assert refusal_of(written(data)) is code


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_cut_archive_is_refused(written: Writer, cut: float) -> None:
    data = hostile.archive(hostile.parts(hostile.sheet_xml()))
    assert refusal_of(written(data[: int(len(data) * cut)])) is Refusal.TRUNCATED


def test_damaged_content_is_refused(written: Writer) -> None:
    data = bytearray(hostile.archive(hostile.parts(hostile.sheet_xml())))
    at = data.find(hostile.SHEET.encode()) + len(hostile.SHEET) + 20
    data[at] ^= 0xFF
    assert refusal_of(written(bytes(data))) is Refusal.DAMAGED


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]>',
        "<!DOCTYPE worksheet>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_in_any_encoding(written: Writer, prologue: str, encoding: str) -> None:
    text = hostile.sheet_xml(prologue=f"<?xml version='1.0' encoding='{encoding}'?>{prologue}")
    assert refusal_of(written(hostile.archive(hostile.parts(text.encode(encoding))))) is Refusal.DTD_FORBIDDEN


def test_document_type_in_another_part_is_refused(written: Writer) -> None:
    strings = f'<!DOCTYPE sst [<!ENTITY x "y">]><sst xmlns="{hostile.MAIN}"><si><t>&x;</t></si></sst>'
    data = hostile.archive(hostile.parts(hostile.sheet_xml(), strings=strings))
    assert refusal_of(written(data)) is Refusal.DTD_FORBIDDEN


def test_bomb_is_refused_by_ratio_before_it_is_unpacked(
    written: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml(after=" " * 20_000_000))))
    monkeypatch.setattr(archive_module.GuardedArchive, "chunks", lambda *_: pytest.fail("unpacked"))
    assert refusal_of(path) is Refusal.RATIO_TOO_HIGH


def test_too_much_is_refused_whatever_the_ratio(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml())))
    monkeypatch.setattr(archive_module, "UNPACKED_BYTES", 1000)
    assert refusal_of(path) is Refusal.UNPACKED_TOO_LARGE


def test_cells_without_references_are_counted(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "<row>" + "<c><v>1</v></c>" * 300 + "</row>"
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml(rows=rows))))
    assert rows_of(path)[0].cells == [1] * 300
    monkeypatch.setattr("lindun.residents.roster.xlsx.CELLS", 300)  # the row itself counts as one more
    assert refusal_of(path) is Refusal.TOO_MANY_CELLS


def test_too_many_parts_are_refused(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml())))
    monkeypatch.setattr(archive_module, "ARCHIVE_PARTS", 3)
    assert refusal_of(path) is Refusal.TOO_MANY_PARTS


def test_endless_token_is_refused(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = os.urandom(400_000).hex()
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml(before=f'<x y="{filler}"/>'))))
    monkeypatch.setattr(archive_module, "XML_TOKEN_BYTES", 300_000)
    assert refusal_of(path) is Refusal.UNPACKED_TOO_LARGE


def test_names_that_climb_out_are_never_written(written: Writer, tmp_path: Path) -> None:
    members = {**hostile.parts(hostile.sheet_xml()), "../../escaped.txt": b"canary", "/abs.txt": b"canary"}
    path = written(hostile.archive(members))
    assert names(rows_of(path)) == WELL_KNOWN
    assert list(tmp_path.iterdir()) == [path]
    assert not (tmp_path.parent.parent / "escaped.txt").exists()


def test_claimed_size_is_not_believed_and_a_far_cell_costs_nothing(written: Writer) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>底</t></is></c></row>'
    rows = hostile.plain_rows((hostile.HEADER, *hostile.PEOPLE)) + far
    text = hostile.sheet_xml(rows=rows, before='<dimension ref="A1:XFD1048576"/>')
    read = rows_of(written(hostile.archive(hostile.parts(text))))
    assert names(read[:3]) == WELL_KNOWN
    assert [row.number for row in read] == [1, 2, 3, 1_048_576]
    assert read[3].cells == []
    assert read[3].row_marks == (Mark.OUT_OF_RANGE,)


def test_merged_ranges_cannot_multiply_cells_without_end(
    written: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge = '<mergeCells><mergeCell ref="A1:SR1000000"/></mergeCells>'
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml(after=merge))))
    monkeypatch.setattr("lindun.residents.roster.merged.CELLS", 1000)
    assert refusal_of(path) is Refusal.TOO_MANY_CELLS


def test_rows_that_go_back_are_refused(written: Writer) -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    assert (
        refusal_of(written(hostile.archive(hostile.parts(hostile.sheet_xml(rows=rows))))) is Refusal.DAMAGED
    )


def test_prefixed_names_rich_text_and_escapes_are_understood(written: Writer) -> None:
    strings = (
        f'<x:sst xmlns:x="{hostile.MAIN}"><x:si><x:r><x:t>周</x:t></x:r><x:r><x:t>知越</x:t></x:r>'
        "<x:rPh><x:t>zhou</x:t></x:rPh></x:si><x:si><x:t>前_x0007_后_xD83D_</x:t></x:si></x:sst>"
    )
    cells = "".join(f'<x:c t="s"><x:v>{index}</x:v></x:c>' for index in (0, 1, 9))
    rows = f"<x:row>{cells}</x:row>"
    sheet = f'<x:worksheet xmlns:x="{hostile.MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    (row,) = rows_of(written(hostile.archive(hostile.parts(sheet, strings=strings))))
    assert row.cells == ["周知越", "前\x07后\ufffd", None][: len(row.cells)]
    assert row.marks == {2: Mark.ERROR}


def test_numbers_days_formulas_and_errors_keep_what_they_are(written: Writer) -> None:
    styles = (
        f'<styleSheet xmlns="{hostile.MAIN}"><numFmts>'
        '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>'
        '<numFmt numFmtId="171" formatCode="[Red]0.00"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/>'
        "</cellXfs></styleSheet>"
    )
    cells = "".join(f'<c s="{style}"><v>43529</v></c>' for style in range(6))
    cells += '<c><v>4.30199198012309E+17</v></c><c><v>330199196706079643</v></c><c t="b"><v>1</v></c>'
    cells += '<c t="str"><f>A1</f><v>1-1-101</v></c><c><f>A1</f></c><c t="e"><v>#REF!</v></c>'
    data = hostile.archive(hostile.parts(hostile.sheet_xml(rows=f"<row>{cells}</row>"), styles=styles))
    (row,) = rows_of(written(data))
    assert [str(cell) for cell in row.cells[:6]] == ["43529"] + ["2019-03-05"] * 3 + ["43529"] * 2
    assert row.cells[6:10] == [4.30199198012309e17, 330199196706079643, True, "1-1-101"]
    assert row.marks == {9: Mark.FORMULA, 10: Mark.FORMULA_WITHOUT_RESULT, 11: Mark.ERROR}


def test_long_cells_are_cut_and_marked(written: Writer) -> None:
    rows = hostile.plain_rows((("长" * 40_000,),))
    (row,) = rows_of(written(hostile.archive(hostile.parts(hostile.sheet_xml(rows=rows)))))
    assert row.cells == ["长" * CELL_CHARACTERS]
    assert row.marks == {0: Mark.CUT}
    (row,) = rows_of(written(("长" * 40_000 + ",b\n").encode()))
    assert row.marks == {0: Mark.CUT}


def test_hidden_parts_of_old_and_new_files_are_seen(written: Writer) -> None:
    sheets = [
        old_xls.OldSheet("一", [hostile.HEADER, *hostile.PEOPLE], hidden_rows={3}, hidden_columns={2}),
        old_xls.OldSheet("旧", [["a"]], hidden=True),
    ]
    book = open_table_file(written(old_xls.workbook(sheets)))
    assert [(sheet.name, sheet.hidden, sheet.hidden_columns) for sheet in book.sheets] == [
        ("一", False, {2}),
        ("旧", True, set()),
    ]
    assert [row.hidden for row in book.sheets[0].rows()] == [False, False, True]
    columns = '<cols><col min="2" max="3" hidden="1"/></cols>'
    rows = '<row hidden="1"><c t="b"><v>1</v></c></row>'
    text = hostile.sheet_xml(rows=rows, before=columns)
    book = open_table_file(written(hostile.archive(hostile.parts(text))))
    assert book.sheets[0].hidden_columns == {1, 2}
    assert [row.hidden for row in book.sheets[0].rows()] == [True]


def test_crash_or_hunger_of_the_native_parser_is_a_refusal(
    written: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(old_xls.workbook([old_xls.OldSheet("一", [["a"]])]))
    assert len(rows_of(path)) == 1
    monkeypatch.setattr(xls_module, "XLS_ADDRESS_SPACE", 1024)
    assert refusal_of(path) is Refusal.PARSER_FAILED
    monkeypatch.setattr(xls_module, "XLS_ADDRESS_SPACE", 1 << 30)
    monkeypatch.setattr(xls_module, "CELLS", 0)
    assert refusal_of(path) is Refusal.TOO_MANY_CELLS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_text_files_in_their_varieties(written: Writer, encoding: str, delimiter: str, line_end: str) -> None:
    table = [hostile.HEADER, *hostile.PEOPLE, ("1-1-103", "秦柏", f'行一{line_end}行"二{delimiter}')]
    text = "".join(
        delimiter.join('"{}"'.format(cell.replace('"', '""')) for cell in row) + line_end for row in table
    )
    read = rows_of(written(text.encode(encoding)))
    assert [row.cells for row in read] == [list(row) for row in table]
    assert [row.line for row in read] == [1, 2, 3, 4]


def test_bad_bytes_spoil_their_own_line_only(written: Writer) -> None:
    lines = ["房号,姓名".encode("gbk"), b"1-1-101,\xff\xfe\x81", "1-1-102,沈朵".encode(), b"1-1-103,ok"]
    read = rows_of(written(b"\r\n".join(lines)))
    assert names(read)[0] == "姓名"
    assert names(read)[2:] == ["沈朵", "ok"]
    assert [row.row_marks for row in read] == [(), (Mark.UNDECODABLE,), (), ()]


def test_utf8_with_one_bad_byte_is_not_taken_for_gbk(written: Writer) -> None:
    text = "".join(f"1-1-{room},沈朵\n" for room in range(101, 121)).encode() + b"1-1-121,\xb5\xb5\n"
    read = rows_of(written(text))
    assert names(read)[:20] == ["沈朵"] * 20


def test_open_quote_is_noticed(written: Writer) -> None:
    lines = ["房号,姓名,电话"] + [f"1-1-{room},沈朵,18030437866" for room in range(101, 111)]
    lines[3] = '1-1-103,"沈朵,18030437866'
    read = rows_of(written("\n".join(lines).encode()))
    assert [row.number for row in read if Mark.SWALLOWED in row.row_marks] == [4]


def test_quote_that_swallows_the_rest_is_refused(written: Writer) -> None:
    rest = "1-1-104,沈朵,18030437866\n" * 60_000
    assert refusal_of(written(f'房号,姓名,电话\n1-1-103,"沈朵\n{rest}'.encode())) is Refusal.UNBALANCED_QUOTES


def test_html_is_read_as_a_table_and_nothing_else(written: Writer, tmp_path: Path) -> None:
    layouts.html(tmp_path / "export.xls", people.residents(4))
    book = open_table_file(tmp_path / "export.xls")
    assert book.form == "html"
    source = "<table><!-- <tr><td>x</td></tr> --><script>document.write('<tr>')</script>"
    source += "<tr><td>&lt;b&gt;&#24352;</td><td hidden>二</td></tr><tr style='display:none'><td>三</td></tr>"
    read = rows_of(written(source.encode()))
    assert [row.cells for row in read] == [["<b>张", "二"], ["三"]]
    assert [row.hidden for row in read] == [False, True]


def test_unclosed_html_takes_linear_time(written: Writer) -> None:
    text = "<table><tr>" + "<td<!--" * 50_000 + "<script" * 50_000
    assert [row.cells for row in rows_of(written(text.encode()))] == [[]]


def test_text_forms_show_no_cell(written: Writer) -> None:
    path = written(hostile.archive(hostile.parts(hostile.sheet_xml())))
    assert "周知越" not in repr(open_table_file(path)) + repr(rows_of(path))


def test_one_endless_line_is_refused(written: Writer) -> None:
    assert refusal_of(written(b"a" * 1_200_000)) is Refusal.UNBALANCED_QUOTES
    assert refusal_of(written(b"a,b\n" * 100 + b"a" * 1_200_000)) is Refusal.UNBALANCED_QUOTES

"""Reading an .xlsx as a stream: one pass to learn its shape and refuse what must be refused, one to read.

The native parser in use for .xls holds a dense rectangle per sheet, so that one cell in the last corner
asks for gigabytes, and it tells neither hidden rows and columns nor stored formula results apart. Here
a cell costs what it is, and an exact count is taken before the first row is handed out.
"""

from collections.abc import Generator
from contextlib import closing
from functools import partial
from pathlib import Path

from .archive import GuardedArchive
from .limits import CELLS
from .merged import fill_merged
from .table import Sheet, SourceRow, Workbook
from .xlsx_parts import Book, read_date_styles, read_sheet_list, read_strings, relations_of, workbook_part
from .xlsx_sheet import Shape, read_rows, read_shape


def open_xlsx(path: Path) -> Workbook:
    """:raises RosterRefused: see ``Refusal``; all but the rarest damage is found here, not while reading."""
    with GuardedArchive(path) as archive:
        main = workbook_part(archive)
        entries, epoch = read_sheet_list(archive, main)
        relations = relations_of(archive, main)
        book = Book(epoch=epoch)
        for relation in relations.values():
            if relation.kind == "sharedStrings" and relation.part in archive:
                read_strings(archive, relation.part, book)
            elif relation.kind == "styles" and relation.part in archive:
                book.date_styles = read_date_styles(archive, relation.part)
        sheets, room = [], CELLS
        for name, hidden, identity in entries:
            relation_of_sheet = relations.get(identity)
            if relation_of_sheet is None or relation_of_sheet.kind != "worksheet":
                continue
            part = relation_of_sheet.part
            shape = read_shape(archive, part, room)
            room -= shape.cells
            rows = partial(_rows, path, part, shape, book)
            sheets.append(Sheet(name, rows, hidden, frozenset(shape.hidden_columns)))
    return Workbook("xlsx", tuple(sheets))


def _rows(path: Path, part: str, shape: Shape, book: Book) -> Generator[SourceRow, None, None]:
    with GuardedArchive(path) as archive, closing(read_rows(archive, part, book)) as rows:
        yield from fill_merged(rows, shape.merged)

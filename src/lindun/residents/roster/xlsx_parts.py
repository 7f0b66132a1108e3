"""The parts of an .xlsx around its sheets: relations, sheet list, shared strings, date styles.

Source: ECMA-376-1 (SpreadsheetML) and ECMA-376-2 (relationships).
"""

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from .archive import GuardedArchive
from .numbers import Epoch, is_date_format
from .refusal import Refusal, RosterRefused
from .table import cut

Attributes = dict[str, str]

_ROOT_RELATIONS = "_rels/.rels"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")


class Relation(NamedTuple):
    part: str
    kind: str


class SheetEntry(NamedTuple):
    name: str
    hidden: bool
    relation: str


@dataclass
class Book:
    """What the sheets refer to."""

    strings: list[str] = field(default_factory=list)
    cut_strings: set[int] = field(default_factory=set)
    date_styles: frozenset[int] = frozenset()
    epoch: Epoch = Epoch.OF_1900


def local(name: str) -> str:
    return name.rpartition(":")[2]


def unescaped(text: str) -> str:
    """Undo ``_xHHHH_`` (ECMA-376-1 22.9.2.19). A lone surrogate becomes the replacement character."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def relations_of(archive: GuardedArchive, part: str) -> dict[str, Relation]:
    """Relations of one part by id; links that leave the file are not followed and not returned."""
    folder, name = posixpath.split(part)
    return _relations(archive, posixpath.join(folder, "_rels", name + ".rels"), folder)


def workbook_part(archive: GuardedArchive) -> str:
    """:raises RosterRefused: when the archive is something other than an .xlsx."""
    if _ROOT_RELATIONS in archive:
        for relation in _relations(archive, _ROOT_RELATIONS, "").values():
            if relation.kind == "officeDocument" and relation.part.endswith(".xml"):
                return relation.part
    raise RosterRefused(Refusal.UNSUPPORTED_FORMAT)


def read_sheet_list(archive: GuardedArchive, part: str) -> tuple[list[SheetEntry], Epoch]:
    reader = _SheetList()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    archive.parse_whole(part, parser)
    if reader.root != "workbook":
        raise RosterRefused(Refusal.UNSUPPORTED_FORMAT)
    return reader.entries, reader.epoch


def read_strings(archive: GuardedArchive, part: str, book: Book) -> None:
    reader = _Strings(book)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    archive.parse_whole(part, parser)


def read_date_styles(archive: GuardedArchive, part: str) -> frozenset[int]:
    """Indexes of the cell styles that show a number as a day."""
    reader = _Styles()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    archive.parse_whole(part, parser)
    dates = {known for known in reader.formats if is_date_format(known, reader.codes.get(known))}
    return frozenset(style for style, known in enumerate(reader.formats) if known in dates)


def _relations(archive: GuardedArchive, part: str, base: str) -> dict[str, Relation]:
    found: dict[str, Relation] = {}

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", base, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = Relation(target.lstrip("/"), kind)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    archive.parse_whole(part, parser)
    return found


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


class _SheetList:
    def __init__(self) -> None:
        self.root = ""
        self.entries: list[SheetEntry] = []
        self.epoch = Epoch.OF_1900

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        self.root = self.root or tag
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.entries.append(SheetEntry(unescaped(attributes.get("name", "")), hidden, relation))
        elif tag == "workbookPr" and attributes.get("date1904") in _TRUE:
            self.epoch = Epoch.OF_1904


class _Strings:
    """``si`` holds ``t`` directly or in runs; ``rPh`` is a reading aid and no part of the text."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._pieces: list[str] = []
        self._open = False
        self._aid = False

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._aid = True
        elif tag == "t":
            self._open = not self._aid

    def text(self, data: str) -> None:
        if self._open:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "t":
            self._open = False
        elif tag == "rPh":
            self._aid = False
        elif tag == "si":
            text, mark = cut(unescaped("".join(self._pieces)))
            if mark:
                self._book.cut_strings.add(len(self._book.strings))
            self._book.strings.append(text)


class _Styles:
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self._in_cell_styles = False

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "numFmt":
            self.codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cell_styles = True
        elif tag == "xf" and self._in_cell_styles:
            self.formats.append(_whole(attributes.get("numFmtId")))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._in_cell_styles = False

"""Words for what an import says: why a file was refused, and what was found in its cells.

Codes of cells are made of a field and a finding (`phone_too_short`), so the words are too; whole codes with
words of their own come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from lindun.core.identifiers.kinds import Kind
from lindun.requests.remarks import kinds_in_words
from lindun.residents.roster.refusal import Refusal
from lindun.residents.roster.remarks import HEALTH, SENSITIVE
from lindun.residents.roster.vocabulary import Field
from lindun.web import reasons
from lindun.web.reasons import Explanation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = StrPromise | str


class Outcome(StrEnum):
    """What a finding means for whoever reads the report."""

    RIGHT = "right"  # put right by rule
    NOTED = "noted"  # taken as it is; good to know
    PERSON = "person"  # the value or the row was not taken, or is doubtful: somebody must look
    LEFT_OUT = "left_out"  # a row about nobody, or one that is there already


OUTCOMES: dict[Outcome, Words] = {
    Outcome.RIGHT: _lazy("put right"),
    Outcome.NOTED: _lazy("good to know"),
    Outcome.PERSON: _lazy("needs a person"),
    Outcome.LEFT_OUT: _lazy("left out"),
}

STATUSES: dict[str, Words] = {
    "accepted": _lazy("can be taken"),
    "rejected": _lazy("cannot be taken"),
    "ignored": _lazy("left out"),
}

FIELDS: dict[str, Words] = {
    Field.COMMUNITY: _lazy("Community"),
    Field.ZONE: _lazy("Phase or zone"),
    Field.BUILDING: _lazy("Building"),
    Field.UNIT: _lazy("Unit"),
    Field.FLOOR: _lazy("Floor"),
    Field.ROOM: _lazy("Room"),
    Field.NAME: _lazy("Name"),
    Field.PHONE: pgettext_lazy("column", "Phone"),
    Field.ID_TYPE: _lazy("Kind of paper"),
    Field.ID_NUMBER: _lazy("ID number"),
    Field.PLATE: _lazy("Plate"),
    Field.RELATION: _lazy("Owner, tenant or family"),
    Field.CO_RESIDENTS: _lazy("People living there too"),
    Field.CO_OWNER: _lazy("Co-owner"),
    Field.TENANT: _lazy("Tenant"),
    Field.MOVE_IN: _lazy("Day of moving in"),
    Field.EMERGENCY_NAME: _lazy("Emergency contact"),
    Field.EMERGENCY_PHONE: _lazy("Emergency phone"),
    Field.REMARKS: _lazy("Remarks"),
    Field.SEQUENCE: _lazy("Running number"),
}
PREFIXES: dict[str, Words] = {
    **FIELDS,
    "id": FIELDS[Field.ID_NUMBER],
    "date": FIELDS[Field.MOVE_IN],
    "remark": FIELDS[Field.REMARKS],
    "emergency": FIELDS[Field.EMERGENCY_NAME],
}

WHOLE: dict[str, tuple[Words, Outcome]] = {
    # rows
    "header": (_lazy("Header of the table"), Outcome.LEFT_OUT),
    "repeated_header": (_lazy("Header, repeated"), Outcome.LEFT_OUT),
    "title": (_lazy("Title above the table"), Outcome.LEFT_OUT),
    "blank": (_lazy("Blank row"), Outcome.LEFT_OUT),
    "subtotal": (_lazy("A sum, not a person"), Outcome.LEFT_OUT),
    "note": (_lazy("A note, not a person"), Outcome.LEFT_OUT),
    "building_heading": (_lazy("Heading of a building"), Outcome.LEFT_OUT),
    "vacant": (_lazy("Vacant, nobody lives there"), Outcome.LEFT_OUT),
    "duplicate_row": (_lazy("The same person stands further up"), Outcome.LEFT_OUT),
    "duplicate_differs": (_lazy("The same person stands further up, with other values"), Outcome.PERSON),
    "already_registered": (_lazy("Registered already, nothing new"), Outcome.LEFT_OUT),
    "known_differs": (
        _lazy("Registered already, but with another phone or plate; what is on record was not changed"),
        Outcome.PERSON,
    ),
    "namesake_in_same_room": (_lazy("Two people of one name in one home; both are taken"), Outcome.NOTED),
    "name_missing": (_lazy("No name"), Outcome.PERSON),
    "room_missing": (_lazy("No room"), Outcome.PERSON),
    "place_too_long": (_lazy("Building, unit or room is too long to be one"), Outcome.PERSON),
    "other_community": (_lazy("Belongs to another community"), Outcome.PERSON),
    "columns_unknown": (
        _lazy("Columns of this sheet were not recognised: say which hold name and room"),
        Outcome.PERSON,
    ),
    "hidden_sheet": (_lazy("On a hidden sheet"), Outcome.NOTED),
    "hidden_row": (_lazy("In a hidden row"), Outcome.NOTED),
    "hidden_column_value": (_lazy("A hidden column holds something; it was not read"), Outcome.NOTED),
    "cells_out_of_range": (_lazy("Cells far to the right were not read"), Outcome.PERSON),
    "cell_without_column": (_lazy("A cell beyond the last column was not read"), Outcome.PERSON),
    "cell_too_long": (_lazy("Overlong cell; the rest was cut off"), Outcome.PERSON),
    "error_cell": (_lazy("The cell shows an error of the spreadsheet"), Outcome.PERSON),
    "undecodable_bytes": (_lazy("Characters could not be decoded"), Outcome.PERSON),
    "unbalanced_quote": (_lazy("A quotation mark is not closed; rows ran into each other"), Outcome.PERSON),
    "formula_without_result": (_lazy("A formula without a stored result"), Outcome.PERSON),
    "formula_like_text": (_lazy("Text that looks like a formula; kept as text"), Outcome.NOTED),
    # cells
    "company_owner": (_lazy("The owner is a company"), Outcome.NOTED),
    "name_note": (_lazy("A note beside the name was taken off"), Outcome.RIGHT),
    "name_two_owners": (_lazy("Two owners in one cell; the second is a co-owner"), Outcome.RIGHT),
    "name_with_phone": (_lazy("Name and number in one cell were parted"), Outcome.RIGHT),
    "several_phones": (_lazy("Several numbers in one cell were parted"), Outcome.RIGHT),
    "several_emergency_phones": (_lazy("Several numbers in one cell were parted"), Outcome.RIGHT),
    "id_15": (_lazy("An old ID number of 15 digits"), Outcome.NOTED),
    "id_check_digit": (
        _lazy("The check digit of the ID number is wrong; kept and marked"),
        Outcome.PERSON,
    ),
    "id_region": (_lazy("The ID number names no region; kept and marked"), Outcome.PERSON),
    "id_precision_lost": (
        _lazy("The spreadsheet cut the ID number to 15 digits; the rest is lost"),
        Outcome.PERSON,
    ),
    "date_number": (_lazy("A day stored as a number was read"), Outcome.RIGHT),
    "date_text": (_lazy("A day written as text was read"), Outcome.RIGHT),
    "date_partial": (_lazy("Only year and month are known"), Outcome.NOTED),
    "relation_unknown": (_lazy("Neither owner, tenant nor family"), Outcome.NOTED),
    "inherited_building": (_lazy("Building taken from the row above"), Outcome.RIGHT),
    "inherited_unit": (_lazy("Unit taken from the row above"), Outcome.RIGHT),
    "same_as_above": (_lazy("Says “as above”: taken from the row above"), Outcome.RIGHT),
    "home_from_above": (_lazy("Lives with the person of the row above"), Outcome.RIGHT),
    "building_conflict": (_lazy("Two cells name different buildings"), Outcome.PERSON),
    "unit_conflict": (_lazy("Two cells name different units"), Outcome.PERSON),
}

ENDINGS: dict[str, tuple[Words, Outcome]] = {
    "already_masked": (_lazy("masked already, worthless"), Outcome.PERSON),
    "precision_lost": (_lazy("digits were lost in the spreadsheet"), Outcome.PERSON),
    "too_short": (_lazy("too short, not taken"), Outcome.PERSON),
    "too_long": (_lazy("too long, not taken"), Outcome.PERSON),
    "wrong_alphabet": (_lazy("has characters that do not belong there"), Outcome.PERSON),
    "unknown_shape": (_lazy("does not look like one"), Outcome.PERSON),
    "area_code_missing": (_lazy("area code is missing"), Outcome.PERSON),
    "not_personal": (_lazy("a public number, not a person's"), Outcome.PERSON),
    "check_digit": (_lazy("check digit is wrong"), Outcome.PERSON),
    "region": (_lazy("names no region"), Outcome.PERSON),
    "not_a_day": (_lazy("not a day of the calendar"), Outcome.PERSON),
    "in_future": (_lazy("lies in the future"), Outcome.PERSON),
    "ambiguous": (_lazy("can be read in two ways"), Outcome.PERSON),
    "several": (_lazy("several in one cell"), Outcome.PERSON),
    "empty": (_lazy("empty"), Outcome.PERSON),
    "apostrophe": (_lazy("apostrophe taken off"), Outcome.RIGHT),
    "sci_text": (_lazy("scientific notation written out"), Outcome.RIGHT),
    "fullwidth": (_lazy("full-width characters made plain"), Outcome.RIGHT),
    "plus86": (_lazy("country code taken off"), Outcome.RIGHT),
    "invisible": (_lazy("invisible characters taken out"), Outcome.RIGHT),
    "spaced": (_lazy("blanks taken out"), Outcome.RIGHT),
    "dashed": (_lazy("dashes taken out"), Outcome.RIGHT),
    "chinese_numerals": (_lazy("Chinese numerals turned into digits"), Outcome.RIGHT),
    "lower_case": (_lazy("turned into capitals"), Outcome.RIGHT),
    "bracketed": (_lazy("brackets taken off"), Outcome.RIGHT),
    "float": (_lazy("a number turned into text"), Outcome.RIGHT),
    "reformatted": (_lazy("written in the usual form"), Outcome.RIGHT),
}
BEGINNINGS: dict[str, tuple[Words, Outcome]] = {
    "formula": (_lazy("the result of a formula was taken"), Outcome.NOTED),
    "inherited": (_lazy("taken from a merged cell"), Outcome.RIGHT),
}
MORE_KINDS: dict[str, Words] = {
    Kind.NAME: pgettext_lazy("kind of personal data", "name"),
    HEALTH: _lazy("state of health"),
    SENSITIVE: _lazy("family or legal matters"),
    Kind.SECRET: _lazy("door code or password"),
}

REFUSALS: dict[str, tuple[Words, Words]] = {
    Refusal.EMPTY_FILE: (_lazy("The file is empty."), _lazy("Export it again and look into it first.")),
    Refusal.NOT_A_TABLE: (
        _lazy("The file is no table: it looks like a picture, a document or an archive."),
        _lazy("Save the roster as xlsx or csv."),
    ),
    Refusal.UNSUPPORTED_FORMAT: (
        _lazy("The file has a format that is not read here."),
        _lazy("Open it in Excel or WPS and save it as xlsx."),
    ),
    Refusal.MAY_BE_ENCRYPTED: (
        _lazy("The file seems to be protected by a password."),
        _lazy("Take the password off and upload it again; it is destroyed here after reading."),
    ),
    Refusal.TRUNCATED: (
        _lazy("The file ends too early; a part of it is missing."),
        _lazy("Copy or export it again."),
    ),
    Refusal.DAMAGED: (
        _lazy("The file is damaged."),
        _lazy("Open it in Excel or WPS, let it be repaired, and save it under a new name."),
    ),
    Refusal.DTD_FORBIDDEN: (
        _lazy("The file holds instructions that no spreadsheet needs and that can be an attack."),
        _lazy("Do not open it. Tell the confidentiality officer where it came from."),
    ),
    Refusal.FILE_TOO_LARGE: (
        _lazy("The file is larger than a roster may be."),
        _lazy("Split it by building."),
    ),
    Refusal.TOO_MANY_PARTS: (
        _lazy("The file has far more parts than a workbook has."),
        _lazy("Copy the table into a new workbook and save that."),
    ),
    Refusal.UNPACKED_TOO_LARGE: (
        _lazy("Unpacked, the file would be larger than a roster may be."),
        _lazy("Split it by building, without pictures."),
    ),
    Refusal.RATIO_TOO_HIGH: (
        _lazy("The file unpacks to far more than it should; that can be an attack."),
        _lazy("Copy the table into a new workbook and save that."),
    ),
    Refusal.TOO_MANY_CELLS: (
        _lazy("The file has more cells than a roster may have."),
        _lazy("Delete empty sheets and columns, or split it by building."),
    ),
    Refusal.UNBALANCED_QUOTES: (
        _lazy("A quotation mark in the file is never closed, so rows run into each other."),
        _lazy("Save it as xlsx instead of csv."),
    ),
    Refusal.PARSER_FAILED: (
        _lazy("The file could not be read to its end."),
        _lazy("Open it in Excel or WPS and save it as xlsx."),
    ),
    "file_missing": (
        _lazy("The uploaded file was gone before it was read."),
        _lazy("Upload it again."),
    ),
    "not_storable": (
        _lazy("The file holds something that the database does not store; this is our fault, not yours."),
        _lazy("Save it as xlsx in Excel or WPS and upload that; tell whoever runs the server too."),
    ),
    "disk_full": (
        _lazy("The file could not be stored: the disk is full. Nothing was kept of it."),
        _lazy("Ask whoever runs the server to make room, then upload it again."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """A code in words."""

    text: str
    outcome: Outcome

    @property
    def outcome_text(self) -> str:
        return str(OUTCOMES[self.outcome])


def finding(code: str) -> Finding:
    """Words for a code of a row or cell; one that nobody gave words is shown as it is."""
    if code in WHOLE:
        words, outcome = WHOLE[code]
        return Finding(str(words), outcome)
    if code.startswith("found_"):
        kind = kinds([code.removeprefix("found_")])
        return Finding(_("In remarks: %(kind)s, masked") % {"kind": kind}, Outcome.NOTED)
    first, _underscore, field = code.partition("_")
    if first in BEGINNINGS and field in PREFIXES:
        return _of_field(field, *BEGINNINGS[first])
    for ending, (words, outcome) in ENDINGS.items():
        prefix = code.removesuffix(f"_{ending}")
        if prefix != code and prefix in PREFIXES:
            return _of_field(prefix, words, outcome)
    return Finding(code, Outcome.PERSON)


def kinds(codes: list[str] | tuple[str, ...]) -> str:
    """Kinds of personal data found in a text: ID number, health."""
    own = [str(MORE_KINDS[code]) for code in codes if code in MORE_KINDS]
    others = [code for code in codes if code not in MORE_KINDS]
    return str(_(", ")).join([*([kinds_in_words(others)] if others else []), *own])


def refusal(code: str) -> Explanation:
    """Why a file or an import was refused, and what to do; codes of the gate have the gate's words."""
    if code in REFUSALS:
        return Explanation(tuple(str(words) for words in REFUSALS[code]))
    return reasons.explain([code])


def _of_field(field: str, words: Words, outcome: Outcome) -> Finding:
    text = _("%(field)s: %(finding)s") % {"field": PREFIXES[field], "finding": words}
    return Finding(text, outcome)

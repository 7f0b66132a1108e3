"""Why a roster file is not read at all. The words shown to people live in the interface."""

from enum import StrEnum, unique


@unique
class Refusal(StrEnum):
    """Reason code of a refused file; the value is stable and is what a report or an entry stores."""

    EMPTY_FILE = "empty_file"
    NOT_A_TABLE = "not_a_table"
    UNSUPPORTED_FORMAT = "unsupported_format"
    MAY_BE_ENCRYPTED = "may_be_encrypted"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    DTD_FORBIDDEN = "dtd_forbidden"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_PARTS = "too_many_parts"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    RATIO_TOO_HIGH = "ratio_too_high"
    TOO_MANY_CELLS = "too_many_cells"
    UNBALANCED_QUOTES = "unbalanced_quotes"
    PARSER_FAILED = "parser_failed"


class RosterRefused(Exception):
    """The file as a whole cannot be taken. Carries a code only: no cell, no file name, no parser text."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code = code

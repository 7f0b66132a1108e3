"""Why a written value is not a valid identifier. Codes only: a refusal never carries the value itself."""

from enum import StrEnum, unique


@unique
class Reason(StrEnum):
    """Reason codes of refused or doubtful values; the interface turns them into words."""

    EMPTY = "empty"
    ALREADY_MASKED = "already_masked"
    PRECISION_LOST = "precision_lost"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_ALPHABET = "wrong_alphabet"
    UNKNOWN_SHAPE = "unknown_shape"
    AREA_CODE_MISSING = "area_code_missing"
    NOT_PERSONAL = "not_personal"
    CHECK_DIGIT = "check_digit"
    REGION = "region"
    NOT_A_DAY = "not_a_day"
    IN_FUTURE = "in_future"
    AMBIGUOUS = "ambiguous"
    SEVERAL = "several"


class InvalidIdentifier(ValueError):
    """A written value that cannot be taken as an identifier of the asked kind.

    Its text is the reason code and nothing else, so it may be logged and shown.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

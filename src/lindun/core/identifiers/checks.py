"""Check digits: pure predicates over an already normalised value (half-width, upper case, no separators).

Each takes a ``str`` of any content and returns ``bool``; none raises. A wrong length or alphabet is simply
not a good number. They say "the digits agree with each other", never "this paper was issued".
"""

import re
from operator import mul

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHARACTERS = "10X98765432"
_RESIDENT_ZEROS = ord("0") * sum(_RESIDENT_WEIGHTS)  # what the codes of the digits add to their values
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {character: value for value, character in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION = re.compile(r"[0-9A-Z]{8}[0-9X]")

_LUHN_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_DIGITS = re.compile(r"[0-9]{2,40}")

_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "012345678912345678123457923456789"), strict=True)
)


def resident_check_character(first17: str) -> str:
    """Check character of a resident ID.

    :param first17: exactly 17 ASCII digits.
    :returns: one of ``0-9X``.
    :raises ValueError: when a character is not a digit.

    Source: GB 11643-1999 (ISO 7064 MOD 11-2).
    """
    if not (first17.isascii() and first17.isdigit()):
        raise ValueError("digits only")
    total = sum(map(mul, first17.encode(), _RESIDENT_WEIGHTS)) - _RESIDENT_ZEROS
    return _RESIDENT_CHARACTERS[total % 11]


def resident_id_check_ok(s18: str) -> bool:
    """Whether the 18th character of a resident ID, residence permit or 2023 foreigner card agrees.

    Source: GB 11643-1999 (ISO 7064 MOD 11-2). A lower-case ``x`` is not normalised: it is refused.
    """
    return bool(_RESIDENT.fullmatch(s18)) and resident_check_character(s18[:17]) == s18[17]


def luhn_ok(digits: str) -> bool:
    """Whether a digit string passes the Luhn check (bank cards, IMEI).

    Source: ISO/IEC 7812-1 annex B. One random number in ten passes.
    """
    if not _DIGITS.fullmatch(digits):
        return False
    codes = digits.encode()
    total = sum(codes[::-2]) + sum(codes[-2::-2].translate(_LUHN_DOUBLED))
    return (total - ord("0") * len(codes)) % 10 == 0


def uscc_ok(code: str) -> bool:
    """Whether the last character of an 18-character unified social credit code agrees.

    Source: GB 32100-2015 (weights 3^i mod 31, alphabet without I O S V Z).
    """
    if not _USCC.fullmatch(code):
        return False
    total = sum(map(mul, map(_USCC_VALUES.__getitem__, code[:17]), _USCC_WEIGHTS))
    return _USCC_ALPHABET[-total % 31] == code[17]


def organisation_code_ok(code: str) -> bool:
    """Whether the 9th character of an organisation code (without hyphen) agrees.

    Source: GB 11714-1997 (weights 3 7 9 10 5 8 4 2 mod 11).
    """
    if not _ORGANISATION.fullmatch(code):
        return False
    total = sum(int(c, 36) * w for c, w in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11] == code[8]


def vin_ok(vin: str) -> bool:
    """Whether position 9 of a 17-character vehicle identification number agrees.

    Source: GB 16735-2019 (as ISO 3779, with the check digit of 49 CFR 565).
    """
    if not _VIN.fullmatch(vin):
        return False
    total = sum(_VIN_VALUES[c] * w for c, w in zip(vin, _VIN_WEIGHTS, strict=True))
    return "0123456789X"[total % 11] == vin[8]

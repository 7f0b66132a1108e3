"""Identity papers: resident ID, permits, passports, officers' papers and, for firms, the credit code.

Sources: GB 11643-1999 (18 digits), GB 32100-2015 (credit code), National Immigration Administration
(permits and passports).
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .checks import organisation_code_ok, resident_check_character, resident_id_check_ok, uscc_ok
from .kinds import Kind
from .refusal import InvalidIdentifier, Reason
from .traditional import simplified
from .writing import tidy, whole_number


class PaperType(StrEnum):
    """What kind of paper a number is printed on. The residence permit of a Hong Kong, Macau or Taiwan
    resident (region 81, 82, 83) has the form of a resident ID and counts as one."""

    RESIDENT_ID = "resident_id"
    RESIDENT_ID_15 = "resident_id_15"
    PASSPORT = "passport"
    PERMIT_HKMO = "permit_hkmo"
    PERMIT_TW = "permit_tw"
    EXIT_HKMO = "exit_hkmo"
    EXIT_TW = "exit_tw"
    FOREIGN_PERMANENT = "foreign_permanent"
    OFFICER = "officer"
    USCC = "uscc"

    @property
    def kind(self) -> Kind:
        """The kind under which a paper of this type is masked and indexed."""
        return _KINDS.get(self, Kind.PASSPORT)


_KINDS = {
    PaperType.RESIDENT_ID: Kind.ID_CARD,
    PaperType.RESIDENT_ID_15: Kind.ID_CARD,
    PaperType.FOREIGN_PERMANENT: Kind.ID_CARD,
    PaperType.PERMIT_HKMO: Kind.HKMO_TW_PERMIT,
    PaperType.PERMIT_TW: Kind.HKMO_TW_PERMIT,
    PaperType.OFFICER: Kind.OFFICER,
    PaperType.USCC: Kind.USCC,
}

REGIONS = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in codes
) | {"71", "81", "82", "83"}
"""First two digits of a resident ID."""


@dataclass(frozen=True, slots=True)
class IdentityPaper:
    """An identity paper. ``doubt`` says why a number is suspect: people mistype, so it is kept."""

    type: PaperType
    value: str = field(repr=False)
    doubt: Reason | None = None

    @property
    def check_ok(self) -> bool:
        """Whether everything in the number that can be checked agrees."""
        return self.doubt is None

    @property
    def text(self) -> str:
        """Canonical form: upper case, no separators."""
        return self.value

    @property
    def born(self) -> date | None:
        """Day of birth written in the number, or None."""
        if self.type is PaperType.RESIDENT_ID_15:
            return _day("19" + self.value[6:12])
        return _day(self.value[6:14]) if self.type in _EIGHTEEN else None

    def as_18(self) -> "IdentityPaper":
        """The 15-digit resident ID in its 18-digit form; any other paper unchanged (GB 11643-1999)."""
        if self.type is not PaperType.RESIDENT_ID_15:
            return self
        body = f"{self.value[:6]}19{self.value[6:]}"
        return IdentityPaper(PaperType.RESIDENT_ID, body + resident_check_character(body), self.doubt)


_EIGHTEEN = (PaperType.RESIDENT_ID, PaperType.FOREIGN_PERMANENT)
_STATED = (
    (re.compile(r"护照|passport", re.IGNORECASE), PaperType.PASSPORT),
    (re.compile(r"永久居留|永居"), PaperType.FOREIGN_PERMANENT),
    (re.compile(r"居住证|身份证|驾驶证|户口"), PaperType.RESIDENT_ID),
    (re.compile(r"往来(?:港澳|香港|澳门)通行证"), PaperType.EXIT_HKMO),
    (re.compile(r"往来台湾通行证"), PaperType.EXIT_TW),
    (re.compile(r"台胞|台湾|台居民"), PaperType.PERMIT_TW),
    (re.compile(r"回乡|港澳|香港|澳门|内地通行证"), PaperType.PERMIT_HKMO),
    (re.compile(r"军官|士兵|警官|文职|军人"), PaperType.OFFICER),
    (re.compile(r"信用代码|营业执照|税号|组织机构"), PaperType.USCC),
)

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−.·_]")
_LABEL = re.compile(r"^[^0-9A-Z]*[证码照号件]:?(?=[0-9A-Z军兵士文职警武])")
_NOTE = re.compile(r"\([^()0-9]*[一-鿿][^()0-9]*\)")
_TRAILING_X = re.compile(r"[×ⅩⅹХх✕]$")
_EIGHTEEN_DIGITS = re.compile(r"[0-9]{17}[0-9X]")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_OFFICER = re.compile(r"([军兵士文职警武南北沈兰济广成空海参政后装]{1,2})字?第?([0-9]{6,8})号?")
_SHAPES = (
    (
        PaperType.PASSPORT,
        re.compile(r"E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|G[0-9]{8}|1[45][0-9]{7}|[DSP]E[0-9]{7}"),
    ),
    (PaperType.PERMIT_HKMO, re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")),
    (PaperType.EXIT_HKMO, re.compile(r"C[A-HJ-NP-Z0-9][0-9]{7}")),
    (PaperType.EXIT_TW, re.compile(r"[LT][0-9]{8}")),
    (PaperType.PERMIT_TW, re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?|0[0-9]{10}")),
    (PaperType.FOREIGN_PERMANENT, re.compile(r"[A-Z]{3}[0-9]{12}")),
)
_FOREIGN_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{6,9}")


def stated_type(words: str) -> PaperType | None:
    """Paper type named by a cell or header such as 护照 or 台胞证; None when it names none."""
    plain = simplified(words)
    return next((paper for pattern, paper in _STATED if pattern.search(plain)), None)


def parse(text: str, *, today: date, stated: PaperType | None = None) -> IdentityPaper:
    """Read one identity-paper number.

    :param text: as written: full-width, spaced, with leading apostrophe, lower-case x.
    :param today: a day of birth after it makes the number suspect.
    :param stated: the type a neighbouring cell names; needed to take a foreign passport for one.
    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST (a spreadsheet cut the number to 15
        digits), WRONG_ALPHABET, TOO_SHORT, TOO_LONG, UNKNOWN_SHAPE.
    """
    if stated is not PaperType.USCC and _EIGHTEEN_DIGITS.fullmatch(text):
        return _eighteen(text, today)
    value = _SEPARATORS.sub("", _NOTE.sub("", whole_number(simplified(tidy(text))))).upper()
    value = _TRAILING_X.sub("X", _LABEL.sub("", value))
    if match := _OFFICER.fullmatch(value):
        return IdentityPaper(PaperType.OFFICER, f"{match[1]}字第{match[2]}号")
    value = value.replace("(", "").replace(")", "")
    if not re.fullmatch(r"[0-9A-Z]+", value):
        raise InvalidIdentifier(Reason.WRONG_ALPHABET)
    if stated is PaperType.PASSPORT and _FOREIGN_PASSPORT.fullmatch(value):
        return IdentityPaper(PaperType.PASSPORT, value)
    if len(value) == 18:
        return _credit_code(value) if stated is PaperType.USCC else _eighteen(value, today)
    if re.fullmatch(r"[0-9]{15}", value):
        return IdentityPaper(
            PaperType.RESIDENT_ID_15, value, _doubt_of_person(value, "19" + value[6:12], today)
        )
    return _by_shape(value)


def _eighteen(value: str, today: date) -> IdentityPaper:
    if not _EIGHTEEN_DIGITS.fullmatch(value):
        return _credit_code(value)
    paper = PaperType.FOREIGN_PERMANENT if value[0] == "9" else PaperType.RESIDENT_ID
    doubt = _doubt_of_person(value, value[6:14], today)
    if doubt is None:
        return IdentityPaper(paper, value)
    code_agrees = uscc_ok(value)
    if value.endswith("000") and not code_agrees:
        raise InvalidIdentifier(Reason.PRECISION_LOST)
    if doubt is not Reason.CHECK_DIGIT and (code_agrees or value.startswith(("91", "92", "93"))):
        return _credit_code(value)
    return IdentityPaper(paper, value, doubt)


def _credit_code(value: str) -> IdentityPaper:
    if not _USCC.fullmatch(value):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    good = uscc_ok(value) and organisation_code_ok(value[8:17])
    return IdentityPaper(PaperType.USCC, value, None if good else Reason.CHECK_DIGIT)


def _doubt_of_person(value: str, birth: str, today: date) -> Reason | None:
    born = _day(birth)
    if value[0] != "9" and value[:2] not in REGIONS:
        return Reason.REGION
    if born is None or born.year < 1850:
        return Reason.NOT_A_DAY
    if born > today:
        return Reason.IN_FUTURE
    if len(value) == 18 and not resident_id_check_ok(value):
        return Reason.CHECK_DIGIT
    return None


def _by_shape(value: str) -> IdentityPaper:
    for paper, pattern in _SHAPES:
        if pattern.fullmatch(value):
            could_be_anything = paper is PaperType.PERMIT_TW and value[0] != "0"
            return IdentityPaper(paper, value, Reason.AMBIGUOUS if could_be_anything else None)
    if value.isdigit() and len(value) > 18:
        raise InvalidIdentifier(Reason.TOO_LONG)
    if value.isdigit() and len(value) != 18:
        raise InvalidIdentifier(Reason.TOO_SHORT)
    raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)


def _day(digits: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None

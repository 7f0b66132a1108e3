"""Bank cards and the handles people are reached by: e-mail, WeChat, QQ."""

import re
from dataclasses import dataclass, field

from .checks import luhn_ok
from .refusal import InvalidIdentifier, Reason
from .writing import tidy, whole_number

_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})\.)+[A-Za-z]{2,24}"
)
_WECHAT = re.compile(r"[A-Za-z][-_A-Za-z0-9]{5,19}|wxid_[a-z0-9]{8,22}|o[-_A-Za-z0-9]{27}")
_WECHAT_LABEL = re.compile(r"^(?:微信号?|wechat|weixin|wx|vx|v信|薇信?)\s*[:：]?\s*(?=\S)", re.IGNORECASE)
_QQ_LABEL = re.compile(r"^(?:qq号?|扣扣)\s*[:：]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BankCard:
    """A bank card or account number; ``check_ok`` is False where Luhn fails (company accounts, passbooks,
    mistyped cards)."""

    text: str = field(repr=False)
    check_ok: bool


@dataclass(frozen=True, slots=True)
class Handle:
    """A normalised handle: e-mail in lower case, WeChat id in lower case, QQ number."""

    text: str = field(repr=False)


def parse_bank_card(text: str) -> BankCard:
    """Read a bank card number of 13 to 19 digits (ISO/IEC 7812-1).

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, WRONG_ALPHABET, TOO_SHORT, TOO_LONG.
    """
    digits = re.sub(r"[\s\-.·]", "", whole_number(tidy(text)))
    if not re.fullmatch(r"[0-9]+", digits):
        raise InvalidIdentifier(Reason.WRONG_ALPHABET)
    if not 13 <= len(digits) <= 19:
        raise InvalidIdentifier(Reason.TOO_SHORT if len(digits) < 13 else Reason.TOO_LONG)
    good = luhn_ok(digits)
    if not good and len(digits) > 16 and digits.endswith("0" * (len(digits) - 15)):
        raise InvalidIdentifier(Reason.PRECISION_LOST)
    return BankCard(digits, good)


def parse_email(text: str) -> Handle:
    """Read an e-mail address of the common form (a subset of RFC 5322).

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, UNKNOWN_SHAPE.
    """
    value = re.sub(r"\s", "", tidy(text)).removeprefix("mailto:")
    if not _EMAIL.fullmatch(value) or ".." in value:
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return Handle(value.lower())


def parse_wechat(text: str) -> Handle:
    """Read a WeChat id, also behind a label such as ``微信：``.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, UNKNOWN_SHAPE.
    """
    value = tidy(text)
    if not _WECHAT.fullmatch(value) or _WECHAT_LABEL.match(value):
        value = _WECHAT_LABEL.sub("", value) if not value.lower().startswith("wxid_") else value
    if not _WECHAT.fullmatch(value):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return Handle(value.lower())


def parse_qq(text: str) -> Handle:
    """Read a QQ number of 5 to 11 digits.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, UNKNOWN_SHAPE.
    """
    value = whole_number(_QQ_LABEL.sub("", tidy(text)))
    if not re.fullmatch(r"[1-9][0-9]{4,10}", value):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return Handle(value)

"""The kinds of identifier Lindun knows.

The first thirteen are the labels under which detection quality is reported; the rest are kinds that a
roster or a chat can carry as well and that have a mask of their own.
"""

from enum import StrEnum, unique


@unique
class Kind(StrEnum):
    """A kind of personal (or person-naming) identifier; the value is the stable name used in storage."""

    PHONE = "PHONE"
    LANDLINE = "LANDLINE"
    ID_CARD = "ID_CARD"
    HKMO_TW_PERMIT = "HKMO_TW_PERMIT"
    PASSPORT = "PASSPORT"
    BANK_CARD = "BANK_CARD"
    USCC = "USCC"
    PLATE = "PLATE"
    WECHAT = "WECHAT"
    EMAIL = "EMAIL"
    NAME = "NAME"
    ADDRESS = "ADDRESS"
    DOB = "DOB"

    VIN = "VIN"
    QQ = "QQ"
    OFFICER = "OFFICER"
    PROPERTY_PAPER = "PROPERTY_PAPER"
    METER = "METER"
    ACCESS_CARD = "ACCESS_CARD"
    IMEI = "IMEI"
    IP = "IP"
    MAC = "MAC"
    GEO = "GEO"
    SOCIAL_SECURITY = "SOCIAL_SECURITY"
    SECRET = "SECRET"  # noqa: S105 — the name of a kind (lock codes, passwords), not a password

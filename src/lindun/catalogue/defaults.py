"""The catalogue as shipped: data items with levels, purposes, and what each purpose needs.

Levels follow the company's list of confidential matters (owner data 秘密, papers 机密, movements 绝密); needs
follow the office's day: the least data each situation can do with. A company edits all of it under change
control; these are only the first rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lindun.catalogue.models import Category, DataItem, Need, Purpose, Way
from lindun.core.identifiers.kinds import Kind

CUSTOMER_SERVICE = "客户服务部"
FREE_TEXT = "TEXT"  # kind of items that are sentences, masked by finding identifiers in them


@dataclass(frozen=True)
class _Item:
    code: str
    name_zh: str
    name_en: str
    level: int
    personal_class: int
    category: Category
    kind: str


@dataclass(frozen=True)
class _Purpose:
    code: str
    name_zh: str
    name_en: str
    prefix: str
    basis: str
    hours: int
    printed: tuple[str, ...] = ()
    reveal: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    masked: tuple[str, ...] = field(default=("name",))


ITEMS = (
    _Item("name", "姓名", "Name", 2, 1, Category.IDENTITY, Kind.NAME),
    _Item("phone", "电话", "Phone", 2, 1, Category.IDENTITY, Kind.PHONE),
    _Item("id_number", "证件号", "ID number", 3, 2, Category.IDENTITY, Kind.ID_CARD),
    _Item("plate", "车牌", "Plate", 2, 1, Category.LIVING, Kind.PLATE),
    _Item("co_resident", "同住人", "Co-resident", 3, 2, Category.LIVING, Kind.NAME),
    _Item("remark", "备注", "Remark", 2, 1, Category.SERVICE, FREE_TEXT),
    _Item("movement", "出入轨迹", "Movements", 4, 3, Category.TRAJECTORY, FREE_TEXT),
)
PURPOSES = (
    _Purpose("repair", "维修联系", "Repair", "WX", "合同履行", 10, reveal=("phone",)),
    _Purpose("fee", "缴费", "Fees", "JF", "合同履行", 10, masked=("name", "phone")),
    _Purpose("parking", "停车", "Parking", "TC", "合同履行", 4, reveal=("plate", "phone")),
    _Purpose("visitor", "访客", "Visitor", "FK", "合同履行", 4, call=("phone",)),
    _Purpose("complaint", "投诉", "Complaint", "TS", "合同履行", 48, reveal=("phone",)),
    _Purpose(
        "handover", "入住交接", "Move-in", "RZ", "合同履行", 10,
        printed=("name", "phone"), reveal=("id_number", "plate"), masked=("co_resident",),
    ),
)  # fmt: skip


def install() -> None:
    """Enter what is missing; what a company has changed since is left alone."""
    for position, item in enumerate(ITEMS):
        DataItem.objects.get_or_create(
            code=item.code,
            defaults={
                "name_zh": item.name_zh,
                "name_en": item.name_en,
                "level": item.level,
                "personal_class": item.personal_class,
                "category": item.category,
                "kind": item.kind,
                "owner_department": CUSTOMER_SERVICE,
                "position": position,
            },
        )
    for position, purpose in enumerate(PURPOSES):
        _, created = Purpose.objects.get_or_create(
            code=purpose.code,
            defaults={
                "name_zh": purpose.name_zh,
                "name_en": purpose.name_en,
                "task_prefix": purpose.prefix,
                "legal_basis": purpose.basis,
                "task_hours": purpose.hours,
                "position": position,
            },
        )
        if created:
            _install_needs(purpose)


def _install_needs(purpose: _Purpose) -> None:
    ways = (
        (Way.MASKED, purpose.masked),
        (Way.CALL, purpose.call),
        (Way.REVEAL, purpose.reveal),
        (Way.PRINT, purpose.printed),
    )
    needs = {code: way for way, codes in ways for code in codes}
    Need.objects.bulk_create(
        Need(purpose_id=purpose.code, item_id=code, way=way) for code, way in needs.items()
    )

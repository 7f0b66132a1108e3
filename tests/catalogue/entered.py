"""New kinds of data and purposes as the officer proposes them."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from lindun.catalogue import entering
from lindun.catalogue.entering import NewItem, NewPurpose
from lindun.catalogue.models import Entry
from tests import cast

WHY = "补办门禁卡时要核对旧卡"
CARD = NewItem("access_card", "门禁卡号", "Access card", 3, 1, "living", "ACCESS_CARD", "客户服务部")
KEYS = NewPurpose("key_service", "钥匙托管", "Key service", "YS", "合同履行", 8)


def fresh() -> NewItem:
    """Another one each time."""
    letters = "".join(chr(97 + int(digit, 16)) for digit in uuid4().hex[:8])
    return replace(CARD, code=letters, name_zh=f"卡{letters}", name_en=f"Card {letters}")


def proposed_item(*, by: str = "officer") -> Entry:
    return entering.propose(cast.identity(by), fresh(), necessity=WHY)

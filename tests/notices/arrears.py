"""A notice as it is pasted: it names residents, their homes and phones."""

from __future__ import annotations

from django.urls import reverse

from lindun.core.policy import Place
from lindun.estates.models import Building, Community
from lindun.notices import actions
from lindun.notices.actions import Draft
from lindun.notices.models import Notice
from tests import cast

ARREARS = f"""关于催缴物业费的通知
以下业主尚未缴纳2026年第三季度物业费：
3栋2单元1201 {cast.OWNER.name} {cast.OWNER.phones[0]} 欠费1280元
3栋2单元1202室 {cast.NEIGHBOUR.name} {cast.NEIGHBOUR.phones[0]} 欠费960元
请以上业主于11月30日前到物业服务中心缴纳。"""
CLEAN = "本周六上午9:00至12:00停水，请提前储水。"
NEW = reverse("notices:new")


def place(*, building: str | None = "3") -> Place:
    home = Community.objects.get(code=cast.HOME_COMMUNITY[0])
    found = Building.objects.get(community=home, name=building) if building else None
    return Place(home.pk, found.pk if found else None)


def code(*, building: str | None = "3") -> str:
    """The same place as the form names it."""
    found = place(building=building)
    return f"{found.community}-{found.building}" if found.building else f"{found.community}"


def submitted(text: str = CLEAN, *, who: str = "counter", building: str | None = "3") -> Notice:
    draft = Draft(place(building=building), "board", text)
    return actions.submit(cast.identity(who), draft)

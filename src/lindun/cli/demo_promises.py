"""Texts, posters and a special task of the demo company: a proposal that waits, paper that hangs, a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lindun.gate import Identity

TASK = "新社区投标工作组"
NOTES = ("投标文件由工作组保管，不出本页。", "报价方案周五前在本页定稿。")
SPOTS = (("1", "1单元电梯，镜子旁"), ("3", "大堂公告栏"), ("3", "门岗窗口"), ("5", "前台背后"))
WHY = "快递单带出住户信息；出门证过夜要说明原因"
NEW_CLAUSE = "## 快递单先处理再丢\n快递单和外卖单上的姓名、电话、门牌先涂掉或撕掉，再丢。"
BEFORE, AFTER = "门岗凭号放行，按时带回。", "门岗凭号放行，当天带回；过夜的写明原因。"


def fill() -> None:
    """Enter it by the same actions as the pages do."""
    from lindun.gate import Identity
    from lindun.organisation.models import Staff

    found = Staff.objects.values_list("user__username", "pk")
    people = {account: Identity(staff=staff, second_factor=True) for account, staff in found}
    _propose(people["su"])
    _hang(people["lin"])
    _open_task(people["lin"], member=people["he"], unsigned=people["chen"])


def _propose(officer: Identity) -> None:
    from lindun.policies import publishing
    from lindun.policies.models import Kind, State, Text
    from lindun.policies.publishing import Draft

    current = Text.objects.get(kind=Kind.RULES, state=State.PUBLISHED)
    changed = f"{current.chinese.replace(BEFORE, AFTER)}\n{NEW_CLAUSE}"
    publishing.propose(officer, Draft(Kind.RULES, changed, WHY))


def _hang(manager: Identity) -> None:
    from lindun.core.policy import Place
    from lindun.estates.models import Building
    from lindun.policies import posters

    first = Building.objects.order_by("community_id").values_list("community_id", flat=True)[0]
    buildings = dict(Building.objects.filter(community_id=first).values_list("name", "pk"))
    for name, spot in SPOTS:
        posters.hang(manager, place=Place(first, buildings[name]), spot=spot)


def _open_task(lead: Identity, *, member: Identity, unsigned: Identity) -> None:
    """The lead and a member have signed; somebody else is on the list and has not."""
    from lindun.policies import material, projects

    task = projects.open_project(lead, name=TASK, undertaking=material.undertaking(english=False))
    for other in (member, unsigned):
        projects.add_member(lead, project=task.pk, staff=other.person)
    for signer in (lead, member):
        projects.sign(signer, project=task.pk, proof=signer)
    for note in NOTES:
        projects.write_note(lead, project=task.pk, words=note)

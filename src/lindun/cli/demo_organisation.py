"""The organisation of the demo company: its unit, posts and duties, praise, a list of staff."""

from __future__ import annotations

import io
from collections.abc import Mapping

DUTIES: Mapping[str, str] = {
    "counter": "接待住户，按任务查看信息；不在公共场所谈论住户情况，离开时锁屏。",
    "repair": "按工单上门维修，只看工单需要的内容，用完即还。",
    "guard": "门岗与巡逻，查验出门证，不抄录登记簿。",
    "manager": "审批本小区的申请，每季度复核权限，负责本项目人员的保密教育。",
    "officer": "制定保密制度，检查落实，查阅账本，处理泄密事件。",
}
DEPARTMENTS: Mapping[str, str] = {
    "counter": "客服部",
    "supervisor": "客服部",
    "housekeeper": "客服部",
    "cashier": "财务部",
    "repair": "工程部",
    "guard": "秩序部",
    "manager": "综合部",
    "general_manager": "综合部",
    "officer": "综合部",
    "hr": "综合部",
    "auditor": "综合部",
}
CAR_PARK = "车场岗"
LIST = """工号,姓名,岗位,部门,所属项目,楼栋,用工类型,外包公司,到期日期,入职日期,身份证号
0044,周洁,收费员,,云栖里,,正式,,,,
0211,许念安,客服,客服部,云栖里,2栋,正式,,,2026-11-16,
0212,鲁大成,秩序员,秩序部,云栖里,1栋、2栋,劳务派遣,安泰保安公司,2031-10-31,2026-11-16,
0213,祁雨晨,首席体验官,客服部,云栖里,,正式,,,2026-11-16,
0068,谭军,工程维修,,云栖里,3栋,正式,,,,
"""


def enter() -> None:
    """Enter it through the same actions that the pages use."""
    from lindun.gate import Identity
    from lindun.organisation import posts
    from lindun.organisation.models import Kind, Position, Staff
    from lindun.organisation.posts import Plan
    from lindun.personnel import commending
    from lindun.personnel.commending import Praise
    from lindun.personnel.lists import bringing

    def who(account: str) -> Identity:
        return Identity(staff=Staff.objects.get(user__username=account).pk, second_factor=True)

    hr, officer = who("fang"), who("su")
    posts.name_unit(officer, unit="保密工作小组")
    for position in Position.objects.filter(standard=True, role__in={*DUTIES, *DEPARTMENTS}):
        plan = Plan(
            position.name,
            position.role,
            frozenset(position.kinds),
            sensitive=position.sensitive,
            department=DEPARTMENTS.get(position.role, ""),
            duties=DUTIES.get(position.role, position.duties),
        )
        posts.change(hr, position=position.pk, plan=plan)
    kinds = frozenset({Kind.OUTSOURCED.value, Kind.TEMPORARY.value})
    posts.create(hr, Plan(CAR_PARK, "guard", kinds, department="秩序部", duties="看管车场道闸。"))
    praise = Praise(
        "praise",
        "全年无违规",
        "全年没有一次违规查看，截图也不外传。",
        numbers=frozenset({"0031", "0057"}),
    )
    commending.commend(officer, praise)
    list_id = bringing.start(hr, file=io.BytesIO(LIST.encode())).pk
    _found, _listed, verdicts = bringing.look(hr, list_id)
    bringing.carry_out(hr, list_id=list_id, seen=bringing.mark_of(verdicts))

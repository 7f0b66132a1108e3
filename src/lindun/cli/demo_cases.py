"""Violation cases of the demo company: two wait for a statement, one is closed with its notice; a lead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lindun.conduct.actions import Report
    from lindun.gate import Identity


def enter() -> None:
    from django.utils import timezone

    from lindun.assets import actions as assets
    from lindun.conduct import actions
    from lindun.conduct.actions import Report
    from lindun.conduct.models import Type

    day = timezone.localdate() - timedelta(days=3)
    case = actions.report(
        _as("he"),
        Report(
            type=Type.CUSTODY,
            intent="careless",
            gravity="light",
            accused="0057",
            what="下班后工具间里留有写着房号的派工单，次日早班发现。",
            happened_on=day,
        ),
    )
    actions.ask(_as("su"), case=case.pk)
    _of_a_partner(day)
    assets.report_barred(_as("tan"), by="", words="值班室抽屉里有一只没有编号的U盘，没有人认领。")
    _closed(
        Report(
            type=Type.COPYING,
            intent="wilful",
            gravity="general",
            accused="0044",
            what="把欠费名单拍照发到收费员小群里，两小时后撤回。",
            happened_on=day,
        )
    )


def _of_a_partner(day: date) -> None:
    from lindun.conduct import actions
    from lindun.conduct.actions import Report
    from lindun.conduct.models import Type
    from lindun.partners.models import Partner

    said = Report(
        type=Type.PARTNER,
        intent="careless",
        gravity="general",
        partner=Partner.objects.get(name="洁美保洁").pk,
        what="合同结束后，保洁班组长的手机里仍存有楼栋门牌名单，业委会来电反映。",
        happened_on=day,
    )
    actions.ask(_as("su"), case=actions.report(_as("he"), said).pk)


def _closed(said: Report) -> None:
    from lindun.conduct import actions, deciding, publishing
    from lindun.conduct.deciding import Verdict
    from lindun.conduct.ladder import Rung

    case = actions.report(_as("he"), said).pk
    actions.ask(_as("fang"), case=case)
    actions.state(_as("zhou"), case=case, words="想让同事帮忙核对，没想到群里有外包人员。")
    verdict = Verdict(confirmed=True, rung=Rung.INTERNAL_NOTICE, correct_at_once=True, remove_effects=True)
    deciding.decide(_as("zheng"), case=case, verdict=verdict)
    deciding.reply(_as("zhou"), case=case, accept=True)
    publishing.publish(_as("su"), case=case)
    deciding.close(_as("su"), case=case)


def _as(account: str) -> Identity:
    from lindun.gate import Identity
    from lindun.organisation.models import Staff

    staff = Staff.objects.values_list("pk", flat=True).get(user__username=account)
    return Identity(staff=staff, second_factor=True)

"""The exit file: what is back or an incident, the pledge or its refusal, the review, and its closing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.assets.models import Incident
from lindun.exits import actions as permits
from lindun.exports.models import Export, State
from lindun.gate.vocabulary import Action
from lindun.leaving import filing, parting, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.models import Departure, Signature, Stage
from lindun.notifications.kinds import Kind
from tests import cast
from tests.assets.issuing import issued
from tests.exits.carrying import approved
from tests.exports import ordering
from tests.leaving.going import ready_but_for_the_pledge, recorded, reviewed, signed, systems_revoked, talked
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import choose, entries, household, open_repair, reveal, text
from tests.scoped import everywhere
from tests.signin import as_

REPAIR, GUARD, CASHIER = "0040", "0041", "0039"


def refused(departure: Departure, *, by: tuple[str, ...] = (REPAIR, GUARD)) -> None:
    parting.refuse(cast.identity("hr"), departure=departure.pk, words="不认可条款", witnesses=by)


def witnessed(departure: Departure, *names: str) -> None:
    for name in names:
        parting.witness(cast.identity(name), departure=departure.pk)


def close(departure: Departure) -> Stage:
    return filing.close(cast.identity("hr"), departure=departure.pk).stage


@pytest.mark.req("PPL-11")
def test_without_a_signed_pledge_closing_is_refused_until_a_refusal_is_witnessed_and_authorised(
    database: str,
) -> None:
    found = ready_but_for_the_pledge()
    page = as_("hr").post(reverse("leaving:close", args=[found.pk]), follow=True)
    assert "还不能办结，缺：离职保密承诺书，或经见证核准的拒签记录" in text(page)
    with pytest.raises(Error), everywhere(action=Action.LEAVE_CLOSE):
        Departure.objects.filter(pk=found.pk).update(closed_at=timezone.now(), closed_by=cast.staff("hr"))
    refused(found)
    with pytest.raises(BadExit):
        parting.authorise(cast.identity("officer"), departure=found.pk)
    witnessed(found, "repair", "guard")
    with pytest.raises(BadExit):
        close(found)
    parting.authorise(cast.identity("officer"), departure=found.pk)
    assert close(found) == Stage.CLOSED


def test_a_signed_pledge_closes_it(database: str) -> None:
    found = ready_but_for_the_pledge()
    file, button = reverse("leaving:file", args=[found.pk]), reverse("leaving:close", args=[found.pk])
    assert button not in text(as_("hr").get(file))
    signed(found.pk)
    assert button in text(as_("hr").get(file))
    assert close(found) == Stage.CLOSED
    with pytest.raises(gate.NotHere):
        close(found)


def test_the_leaver_signs_with_her_own_credentials_while_her_account_is_open(database: str) -> None:
    found = recorded("counter", days=3)
    counter = as_("counter")
    assert "离职保密承诺书" in text(counter.get(reverse("leaving:own")))
    wrong = counter.post(reverse("leaving:sign"), {"password": "wrong-Password-1"})
    assert wrong.status_code == 422
    assert not Signature.objects.exists()
    right = counter.post(reverse("leaving:sign"), {"password": cast.PASSWORD}, follow=True)
    assert "已于" in text(right)
    made = Signature.objects.get()
    assert (made.departure_id, made.by_id, made.way, len(made.digest)) == (
        found.pk,
        cast.staff("counter"),
        "credentials",
        64,
    )
    with pytest.raises(Error), everywhere(action=Action.LEAVE_SIGN):
        Signature.objects.update(digest="0" * 64)


def test_somebody_elses_pledge_cannot_be_signed(database: str) -> None:
    recorded("counter", days=3)
    with pytest.raises(gate.NotHere):
        parting.sign(cast.identity("repair"))


@pytest.mark.parametrize(
    "named", [(REPAIR, REPAIR), (REPAIR, ""), (REPAIR, "0031"), (REPAIR, "0038"), (REPAIR, "9999")]
)
def test_witnesses_are_two_others_neither_leaver_nor_personnel(database: str, named: tuple[str, str]) -> None:
    found = ready_but_for_the_pledge()
    with pytest.raises(BadExit):
        refused(found, by=named)


def test_two_accounts_of_one_person_are_one_witness(database: str) -> None:
    found = ready_but_for_the_pledge()
    again = second_account("repair", role="counter")
    number = str(gate_number(again))
    with pytest.raises(BadExit):
        refused(found, by=(REPAIR, number))


def gate_number(who: gate.Identity) -> str:
    from lindun.organisation.models import Staff

    return Staff.objects.values_list("number", flat=True).get(pk=who.person)


def test_only_named_witnesses_witness_and_no_witness_authorises(database: str) -> None:
    found = ready_but_for_the_pledge()
    refused(found, by=(REPAIR, "0036"))  # the officer is one of them
    assert (Kind.LEAVE_WITNESS, found.number) in [(one.kind, one.reference) for one in told("repair")]
    with pytest.raises(gate.NotHere):
        witnessed(found, "guard")
    page = as_("repair").post(reverse("leaving:witness", args=[found.pk]), follow=True)
    assert "已记录您在场见证" in text(page)
    witnessed(found, "officer")
    with pytest.raises(BadExit):
        parting.authorise(cast.identity("officer"), departure=found.pk)
    personnel_too = second_account("hr", role="officer", clearance=3)
    with pytest.raises(gate.Denied):
        parting.authorise(personnel_too, departure=found.pk)
    parting.authorise(cast.identity("general_manager"), departure=found.pk)
    assert close(found) == Stage.CLOSED


@pytest.mark.req("STO-09")
def test_an_exit_stays_open_until_the_disk_is_back(database: str) -> None:
    disk = issued(to="counter")
    found = ready_but_for_the_pledge()
    signed(found.pk)
    with pytest.raises(BadExit):
        close(found)
    with pytest.raises(Error), everywhere(action=Action.LEAVE_CLOSE):
        Departure.objects.filter(pk=found.pk).update(closed_at=timezone.now(), closed_by=cast.staff("hr"))
    back = as_("hr").post(
        reverse("leaving:settle", args=[found.pk]), {"subject": disk.pk, "how": "returned"}, follow=True
    )
    assert f"{timezone.localdate()} 交还员工38" in text(back)
    assert close(found) == Stage.CLOSED


def taken_file() -> Export:
    export = ordering.masked()
    with everywhere(action=Action.EXPORT_TAKE):
        Export.objects.filter(pk=export.pk).update(
            state=State.TAKEN, taken_at=timezone.now(), maker=cast.staff("counter")
        )
    return export


@pytest.mark.req("PPL-12")
def test_each_thing_she_held_is_returned_to_somebody_on_a_day_or_an_incident(database: str) -> None:
    key, disk = issued(to="counter", sort="key"), issued(to="counter")
    permit = approved(who="counter", hours=5)
    export = taken_file()
    night_look()
    found = recorded("counter")
    page = reverse("leaving:file", args=[found.pk])
    assert text(as_("hr").get(page)).count("未交还</span>") == 4
    watched = text(as_("officer").get(page))
    assert "近90天异常查看" in watched
    assert "未放行" in watched
    settle(found, key.pk, "returned")
    settle(found, disk.pk, "missing", words="说找不到了")
    settle(found, export.pk, "deleted")
    permits.take_back(cast.identity("guard"), permit=permit.pk)
    shown = text(as_("hr").get(page))
    today = timezone.localdate()
    assert f"{today} 交还员工38" in shown
    assert f"{today} 交还员工41" in shown
    assert f"{today} 向员工38声明已删除" in shown
    assert f"异常报告 {Incident.objects.get().number}" in shown
    assert "未交还</span>" not in shown
    assert {line.state for line in queries_of(found)} == {"back", "incident"}


def night_look() -> None:
    """Something refused, which is unusual at any hour."""
    counter = as_("counter")
    household(counter)
    open_repair(counter)
    choose(counter, "purpose:repair")
    reveal(counter, "id_number")


def settle(found: Departure, subject: object, how: str, *, words: str = "") -> None:
    said = {"subject": str(subject), "how": how, "words": words}
    as_("hr").post(reverse("leaving:settle", args=[found.pk]), said)


def queries_of(found: Departure) -> list[Any]:
    with everywhere():
        return queries.lines(found)


def test_a_permit_that_never_comes_back_is_an_incident_and_is_settled_once(database: str) -> None:
    permit = approved(who="counter", hours=5)
    found = recorded("counter")
    hr = cast.identity("hr")
    filing.missing(hr, departure=found.pk, subject=permit.pk, words="设备下落不明")
    assert Incident.objects.get().about_id == cast.staff("counter")
    with pytest.raises(BadExit):
        filing.missing(hr, departure=found.pk, subject=permit.pk, words="设备下落不明")
    with pytest.raises(gate.NotHere):
        filing.missing(hr, departure=found.pk, subject=found.pk, words="不是这个")


@pytest.mark.req("PPL-13")
def test_in_the_fourth_year_trade_secrets_are_over_and_personal_information_is_permanent(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lindun.leaving import file_views

    found = ready_but_for_the_pledge()
    signed(found.pk)
    close(found)
    page = reverse("leaving:file", args=[found.pk])
    until = found.secrets_until
    now = text(as_("hr").get(page))
    assert ("永久" in now, f"至 {until}" in now) == (True, True)

    class InYearFour:
        @staticmethod
        def localdate() -> Any:
            return until + timedelta(days=30)

        now = staticmethod(timezone.now)

    monkeypatch.setattr(file_views, "timezone", InYearFour)
    later = text(as_("hr").get(page))
    assert ("永久" in later, f"已于 {until} 期满" in later) == (True, True)


def test_every_gap_is_named_before_it_closes(database: str) -> None:
    found = recorded("counter", days=2)
    planned = as_("hr").post(reverse("leaving:close", args=[found.pk]), follow=True)
    assert "权限终止" in text(planned)
    with pytest.raises(BadExit):
        reviewed(found.pk)
    at_once = recorded("repair")
    with pytest.raises(BadExit) as gaps:
        close(at_once)
    for word in ("离职谈话", "承诺书", "关联系统", "近期查看核查"):
        assert word in str(gaps.value)
    talked(at_once.pk)
    systems_revoked(at_once)
    reviewed(at_once.pk)
    signed(at_once.pk)
    assert close(at_once) == Stage.CLOSED


def test_the_database_closes_nothing_early(database: str) -> None:
    found = recorded("counter")
    signed(found.pk)
    reviewed(found.pk)
    systems_revoked(found)
    with pytest.raises(Error), everywhere(action=Action.LEAVE_CLOSE):
        Departure.objects.filter(pk=found.pk).update(closed_at=timezone.now(), closed_by=cast.staff("hr"))


def test_a_closed_file_never_changes(database: str) -> None:
    found = ready_but_for_the_pledge()
    signed(found.pk)
    close(found)
    with pytest.raises(gate.NotHere):
        filing.interview(cast.identity("hr"), departure=found.pk, words="改一改记录")
    with pytest.raises(Error), everywhere(action=Action.LEAVE_SETTLE):
        Departure.objects.filter(pk=found.pk).update(interview="改一改记录")
    assert entries(Action.LEAVE_CLOSE)[-1]["outcome"] == "done"


def test_a_leaver_in_personnel_settles_nothing_of_her_own_file(database: str) -> None:
    other = second_account("repair", role="hr")
    from lindun.leaving import exits
    from lindun.leaving.exits import Wish
    from tests.leaving.going import in_days

    found = exits.record(other, Wish(cast.staff("hr"), "resigned", in_days(3)))
    for deed in (talked, signed):
        with pytest.raises(gate.Denied):
            deed(found.pk)
    assert "people.same_person" not in text(as_("hr").get(reverse("leaving:file", args=[found.pk])))


def test_systems_are_listed_once_and_taken_off(database: str) -> None:
    hr = as_("hr")
    page = hr.post(reverse("leaving:systems"), {"name": "停车系统"}, follow=True)
    assert "停车系统" in text(page)
    assert hr.post(reverse("leaving:systems"), {"name": "停车系统"}).status_code == 422
    added = queries.systems().get(name="停车系统")
    hr.post(reverse("leaving:system", args=[added.pk]))
    assert not recorded("counter").revocations.filter(system=added).exists()


def test_what_is_typed_is_masked(database: str) -> None:
    found = recorded("counter")
    words = f"提到{cast.OWNER.phones[0]}，已提醒"
    filing.interview(cast.identity("hr"), departure=found.pk, words=words)
    found.refresh_from_db()
    assert cast.OWNER.phones[0] not in found.interview

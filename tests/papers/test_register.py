"""What becomes of a printed sheet: said by another, told when it is late, an incident when it is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.assets.models import Incident
from lindun.gate.vocabulary import Action
from lindun.leaving import filing, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.models import Departure
from lindun.notifications.kinds import Kind
from lindun.papers import actions, jobs
from lindun.papers.errors import BadSheet
from lindun.papers.models import Sheet
from tests import cast
from tests.leaks.finder import found_in, of_cast
from tests.leaving.going import post_at, ready_but_for_the_pledge, signed
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.papers.printed import made, move_in, overdue, sheet
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
REGISTER = reverse("papers:list")


def page_of(found: Sheet) -> str:
    return reverse("papers:one", args=[found.pk])


def settle(found: Sheet, *, who: str = "supervisor", end: str = "back", words: str = "") -> str:
    where = reverse("papers:settle", args=[found.pk])
    return text(as_(who).post(where, {"end": end, "words": words}, follow=True))


def now_of(found: Sheet) -> Sheet:
    return Sheet.objects.get(pk=found.pk)


def late(name: str) -> list[str]:
    return [notice.reference for notice in told(name) if notice.kind == Kind.SHEET_OVERDUE]


def test_a_sheet_is_settled_by_another_and_stays_so() -> None:
    found = sheet()
    assert "要由持有人以外的人登记" in settle(found, who="counter")
    assert now_of(found).end == ""
    assert "已办结" in settle(found)
    assert (now_of(found).end, now_of(found).ended_by_id) == ("back", cast.staff("supervisor"))
    assert "已被登记去向" in settle(found, who="manager", end="destroyed", words="碎纸机")
    assert entries(Action.SHEET_RETURN)[-2]["reasons"] == ["sheet.back"]
    assert now_of(found).end == "back"


@pytest.mark.parametrize("end", ["destroyed", "given", "never"])
def test_what_leaves_no_paper_behind_is_said_in_words(end: str) -> None:
    found = sheet()
    assert "请简要写明方式" in settle(found, end=end)
    assert now_of(found).ended_at is None
    assert "前台碎纸机" in settle(found, end=end, words="前台碎纸机，本人在场")
    assert now_of(found).end == end


def test_no_second_account_of_the_holder_settles_it() -> None:
    found = sheet()
    again = second_account("counter", role="counter", places=post_at("3").assignments)
    with pytest.raises(gate.Denied) as denied:
        actions.account_for(again, sheet=found.pk, end="back")
    assert denied.value.decision.reasons == ("paper.own_sheet",)
    with pytest.raises(Error), everywhere(action=Action.SHEET_RETURN):
        Sheet.objects.filter(pk=found.pk).update(end="back", ended_by=again.staff, ended_at=timezone.now())


def test_the_serving_role_changes_no_sheet_behind_the_gate() -> None:
    found = sheet()
    ended = {"end": "back", "ended_by": cast.staff("supervisor"), "ended_at": timezone.now()}
    for deed, changed in (
        ("", ended),
        (Action.EXIT_RETURN, ended),
        (Action.SHEET_RETURN, {"due": timezone.now() + timedelta(days=99)}),
        (Action.SHEET_RETURN, {"holder": cast.staff("repair")}),
        (Action.SHEET_RETURN, {"items": ["name"]}),
        (Action.SHEET_LOSE, {"end": "lost", "ended_by": cast.staff("counter"), "ended_at": timezone.now()}),
    ):
        with pytest.raises(Error), everywhere(action=deed):
            Sheet.objects.filter(pk=found.pk).update(**changed)
    with pytest.raises(Error), everywhere(action=Action.SHEET_RETURN):
        Sheet.objects.filter(pk=found.pk).delete()
    other, now = move_in(), timezone.now()
    row = {"number": "ZY-9", "people": 1, "items": [], "masked": [], "customer": "away", "task": other}
    with pytest.raises(Error, match="passage"), everywhere(action=Action.HOUSEHOLD_VIEW):
        Sheet.objects.create(
            holder_id=cast.staff("counter"), printed_at=now, due=now + timedelta(days=1), **row
        )


def test_what_is_late_is_told_once_to_holder_leaders_and_officer_and_stands_on_the_desk() -> None:
    in_time = sheet("repair")
    jobs.look_at(sheet_id=str(in_time.pk))
    found = overdue()
    for _again in range(2):
        jobs.look_at(sheet_id=str(found.pk))
    for name in ("counter", "supervisor", "manager", "officer"):
        assert late(name) == [found.number], name
    assert late("repair") == late("guard") == late("stranger") == []
    assert "1 份打印件逾期未交" in text(as_("counter").get(reverse("requests:desk")))
    assert "逾期未交" not in text(as_("guard").get(reverse("requests:desk")))
    assert "请今天就拿到前台交回" in text(as_("counter").get(page_of(found)))
    settle(found)
    assert "逾期未交" not in text(as_("counter").get(reverse("requests:desk")))


def test_the_look_is_planned_for_when_it_is_due() -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    found = sheet()
    (job,) = ProcrastinateJob.objects.filter(queue_name=jobs.QUEUE, args={"sheet_id": str(found.pk)})
    assert job.scheduled_at == found.due


def test_a_lost_sheet_opens_an_incident_and_is_owed_no_more() -> None:
    found = overdue()
    where = reverse("papers:lose", args=[found.pk])
    for other in ("repair", "stranger"):
        assert as_(other).post(where, {"words": "捡到"}).status_code == 404
    answer = as_("counter").post(where, {"words": f"上门途中遗失，{cast.OWNER.phones[0]}"}, follow=True)
    assert "事件已建立" in text(answer)
    incident = Incident.objects.get()
    assert (incident.what, incident.about_id) == ("lost", cast.staff("counter"))
    assert incident.words.startswith(found.number)
    assert cast.OWNER.phones[0] not in incident.words + now_of(found).words
    assert incident.number in text(as_("officer").get(page_of(found)))
    assert [one.reference for one in told("officer")] == [incident.number]
    made(move_in())
    with pytest.raises(BadSheet):
        actions.report_lost(cast.identity("counter"), sheet=found.pk, words="再报一次")


def test_everybody_sees_her_own_and_whoever_takes_them_back_those_within_reach() -> None:
    found = sheet("repair")
    for name in ("repair", "counter", "supervisor", "manager", "officer", "auditor", "hr"):
        assert found.number in text(as_(name).get(REGISTER)), name
        assert as_(name).get(page_of(found)).status_code == 200
    for name in ("guard", "cashier", "neighbour_desk", "stranger"):
        assert found.number not in text(as_(name).get(REGISTER)), name
        assert as_(name).get(page_of(found)).status_code == 404


def test_the_register_names_kinds_of_data_and_no_value() -> None:
    found = sheet()
    shown = text(as_("officer").get(page_of(found))) + text(as_("officer").get(REGISTER))
    assert "姓名、电话" in shown
    assert found_in(shown.encode(), of_cast()) == []


def test_a_leaver_accounts_for_her_sheets_or_an_incident_does() -> None:
    found = sheet()
    departure = ready_but_for_the_pledge()
    signed(departure.pk)
    (line,) = [one for one in queries.lines(departure) if one.kind == "sheet"]
    assert (line.number, line.state) == (found.number, "open")
    assert found.number in text(as_("hr").get(reverse("leaving:file", args=[departure.pk])))
    with pytest.raises(BadExit):
        filing.close(cast.identity("hr"), departure=departure.pk)
    with pytest.raises(Error), everywhere(action=Action.LEAVE_CLOSE):
        Departure.objects.filter(pk=departure.pk).update(closed_at=timezone.now(), closed_by=cast.staff("hr"))
    filing.missing(cast.identity("hr"), departure=departure.pk, subject=found.pk, words="联系不上本人")
    (line,) = [one for one in queries.lines(departure) if one.kind == "sheet"]
    assert (line.state, line.incident) == ("incident", Incident.objects.get().number)
    assert Incident.objects.get().what == "kept"
    assert filing.close(cast.identity("hr"), departure=departure.pk).closed_at

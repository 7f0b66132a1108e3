"""The register of permissions: each change at once, before, after, who changed, who confirmed (ACC-12)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.catalogue import actions as catalogue
from lindun.gate.vocabulary import Action
from lindun.organisation import actions as organisation
from lindun.organisation.actions import current_post
from lindun.organisation.models import Staff
from lindun.requests import deputies
from tests import cast, pages
from tests.signin import as_

REGISTER, EXPORT = reverse("rights:register"), reverse("rights:export")
READERS = ("hr", "officer", "auditor", "general_manager")


def lines(client: Client, **filters: str) -> list[dict[str, str]]:
    content = client.get(EXPORT, filters).content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(content)))


def change(name: str, **parts: object) -> None:
    post = replace(current_post(Staff.objects.get(pk=cast.staff(name))), **parts)  # type: ignore[arg-type]
    organisation.change_post(cast.identity("hr"), staff=cast.staff(name), post=post)


def test_a_transfer_shows_post_and_places_before_and_after(database: str) -> None:
    ((home, three),) = current_post(Staff.objects.get(pk=cast.staff("counter"))).assignments
    change("counter", role="cashier", assignments=frozenset({(home, None)}))
    row = lines(as_("auditor"), staff=str(cast.staff("counter")))[0]
    assert (row["变更前"], row["变更后"]) == ("客服 · 3栋", "收费员 · 云栖里")
    assert (row["变更人"], row["确认人"]) == ("员工38", "无需另一人确认")
    assert three
    shown = pages.text(as_("hr").get(REGISTER))
    assert "客服 · 3栋" in shown
    assert "收费员 · 云栖里" in shown


def test_a_raise_names_who_proposed_and_who_confirmed(database: str) -> None:
    change("counter", role="auditor", assignments=frozenset())
    assert lines(as_("officer"))[0]["确认人"] == "等待另一人确认"
    waiting = Staff.objects.get(pk=cast.staff("counter"))
    organisation.confirm_post(
        cast.identity("officer"), staff=waiting.pk, seen=current_post(waiting).mark, approve=True
    )
    confirmed, raised = lines(as_("officer"))[:2]
    assert raised["确认人"] == confirmed["确认人"] == "员工36同意"
    assert raised["变更人"] == confirmed["变更人"] == "员工38"
    assert confirmed["变更后"] == "在岗"


def test_deputies_and_the_matrix_stand_there_too(database: str) -> None:
    now = timezone.now()
    deputies.name_deputy(
        cast.identity("manager"), deputy=cast.staff("supervisor"), begins=now, ends=now + timedelta(days=1)
    )
    proposal = catalogue.propose_change(
        cast.identity("manager"),
        purpose="fee",
        item="id_number",
        after="masked",
        necessity="催缴时要核对证件",
    )
    catalogue.decide_change(cast.identity("officer"), change=proposal.pk, approve=True)
    matrix, deputy = lines(as_("general_manager"))[:2]
    assert (matrix["变更人"], matrix["确认人"]) == ("员工34", "员工36同意")
    assert matrix["变更后"] == "只看打码"
    assert (deputy["人员"], deputy["变更后"]) == ("员工33", "代员工34审批")


def test_it_is_filtered_by_person_post_community_and_time(database: str) -> None:
    change("guard", clearance=1)
    hr, who = as_("hr"), str(cast.staff("guard"))
    assert {row["人员"] for row in lines(hr, staff=who)} == {Staff.objects.get(pk=who).name}
    assert {row["人员"] for row in lines(hr, role="cashier")} == {"员工39"}
    abroad = lines(hr, community=str(pages.community(cast.OTHER_COMMUNITY[0])))
    assert {row["人员"] for row in abroad} == {"员工42"}
    assert lines(hr, since="2020-01-01", until="2020-02-01") == []
    assert hr.get(REGISTER, {"since": "not a day", "community": "x"}).status_code == 200


@pytest.mark.parametrize("who", [name for name in cast.PEOPLE if name not in {*READERS, "leaver"}])
def test_others_do_not_read_it(database: str, who: str) -> None:
    for address in (REGISTER, EXPORT):
        assert as_(who).get(address).status_code == 403


def test_reading_and_taking_it_away_stand_in_the_ledger(database: str) -> None:
    auditor = as_("auditor")
    auditor.get(REGISTER)
    auditor.get(EXPORT)
    assert pages.entries(Action.RIGHTS_READ)[-1]["actor"] == f"staff:{cast.staff('auditor')}"
    assert pages.entries(Action.RIGHTS_EXPORT)[-1]["counts"]["changes"] == len(cast.PEOPLE)


def test_rights_are_read_in_a_passage_for_that(database: str) -> None:
    from lindun.gate import rights

    with gate.passage(cast.identity("hr"), Action.STAFF_VIEW) as passage, pytest.raises(ValueError):
        rights.changes(passage, since=timezone.now(), until=timezone.now(), most=1)

"""The desk: tasks, what is typed into them, and what waits for leaders."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lindun.catalogue import defaults
from lindun.catalogue.models import Change, Way
from lindun.estates.models import Building, Dwelling
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action, Happening
from lindun.requests.models import Alert, LookupReason, Task
from lindun.requests.scopes import KindOfWork
from lindun.web.reasons import without_words
from tests import cast, pages
from tests.scoped import everywhere
from tests.signin import as_

NEW = "requests:task_new"


def _new(client: Client, **typed: str) -> HttpResponse:
    return client.post(
        reverse(NEW), {"purpose": "repair", "place": "3-2-1201", "summary": "厨房漏水"} | typed
    )


def test_a_task_for_a_typed_room_leads_to_its_household(database: str) -> None:
    clerk = as_("counter")
    opened = _new(clerk)
    assert opened["Location"] == reverse("residents:household", args=[cast.dwelling(cast.OWNER)])
    desk = pages.text(clerk.get("/"))
    assert opened["Location"] in desk
    assert "厨房漏水" in desk


@pytest.mark.parametrize("place", ["5-1-501", "9-9-909", "望江楼", "' OR 1=1 --"])
def test_a_room_outside_the_reach_cannot_be_told_from_one_that_does_not_exist(
    database: str, place: str
) -> None:
    refused = _new(as_("counter"), place=place)
    assert refused.status_code == 422
    elsewhere = _new(as_("counter"), place="4-4-404")
    assert refused.context["form"].errors == elsewhere.context["form"].errors


def test_a_room_that_several_buildings_have_is_asked_for_again(database: str) -> None:
    building = Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name="5")
    with everywhere():
        Dwelling.objects.create(community=building.community, building=building, unit="2", room="1201")
    assert _new(as_("supervisor"), place="1201").status_code == 422
    assert _new(as_("counter"), place="1201").status_code == 302


def test_the_name_of_a_community_tells_equal_rooms_apart(database: str) -> None:
    there = Building.objects.get(community__code=cast.OTHER_COMMUNITY[0])
    with everywhere():
        building = Building.objects.create(community=there.community, name="3")
        twin = Dwelling.objects.create(community=there.community, building=building, unit="2", room="1201")
    leader = as_("general_manager")
    assert _new(leader, place="3-2-1201").status_code == 422
    opened = _new(leader, place=f"{cast.OTHER_COMMUNITY[1]}3-2-1201")
    assert opened["Location"] == reverse("residents:household", args=[twin.pk])
    assert _new(leader, place=f"{cast.HOME_COMMUNITY[1]}3栋2单元1201").status_code == 302


@pytest.mark.req("COL-04")
def test_an_id_number_in_a_remark_is_masked_with_a_warning_and_the_supervisor_sees_it(database: str) -> None:
    clerk = as_("counter")
    opened = _new(clerk, summary=f"业主身份证{cast.OWNER.id_number}，来电催修")
    warnings = [message for message in get_messages(opened.wsgi_request) if message.level_tag == "warning"]
    assert len(warnings) == 1
    for page in (clerk.get("/"), clerk.get(opened["Location"])):
        assert cast.OWNER.id_number not in pages.text(page)
    leader = as_("supervisor")
    assert reverse("requests:alerts") in pages.text(leader.get("/"))
    listed = leader.get(reverse("requests:alerts"))
    (alert,) = listed.context["alerts"]
    assert alert["reference"].startswith("WX-")
    assert pages.entries(Happening.OVERCOLLECTION)
    seen = reverse("requests:alert_seen", args=[alert["pk"]])
    assert leader.post(seen).status_code == 302
    assert leader.get(reverse("requests:alerts")).context["alerts"] == []
    assert leader.post(seen).status_code == 404


def test_a_look_up_is_reviewed_by_somebody_else(database: str) -> None:
    clerk, home = as_("counter"), cast.dwelling(cast.OWNER)
    pages.choose(clerk, "purpose:repair")
    clerk.post(reverse("residents:reason", args=[home]), {"reason": LookupReason.CALLER}, headers=pages.HTMX)
    leader = as_("supervisor")
    (lookup,) = leader.get(reverse("requests:lookups")).context["lookups"]
    reviewed = reverse("requests:lookup_reviewed", args=[lookup.pk])
    assert clerk.post(reviewed).status_code == 403
    assert leader.post(reviewed).status_code == 302
    assert leader.get(reverse("requests:lookups")).context["lookups"] == []


def test_nobody_closes_a_colleagues_task(database: str) -> None:
    clerk = as_("counter")
    _new(clerk)
    (task,) = clerk.get("/").context["tasks"]
    with everywhere():
        number = Task.objects.get(number=task["number"]).pk
    assert as_("supervisor").post(reverse("requests:task_close", args=[number])).status_code == 404
    assert clerk.post(reverse("requests:task_close", args=[number])).status_code == 302
    assert clerk.get("/").context["tasks"] == []


def test_the_form_says_what_each_kind_of_work_opens(database: str) -> None:
    kinds = {kind.value: kind for kind in as_("counter").get(reverse(NEW)).context["kinds"]}
    names = {item.code: item.name_zh for item in defaults.ITEMS}
    assert kinds["repair"].shows == [names["phone"]]
    assert kinds["fee"].shows == []
    assert names["id_number"] in kinds["handover"].masked  # above a clerk's clearance
    assert all(names["movement"] in kind.closed for kind in kinds.values())


def test_every_shipped_purpose_needs_few_items(database: str) -> None:
    """The ready-made field sets: repair a phone, fees nothing to open, parking a plate."""
    reveals = {purpose.code: set(purpose.reveal) for purpose in defaults.PURPOSES}
    assert reveals["repair"] == {"phone"}
    assert reveals["fee"] == set()
    assert "plate" in reveals["parking"]
    assert Way.REVEAL not in {way for purpose in defaults.PURPOSES for way in purpose.masked}


@pytest.mark.req("COL-02")
def test_a_field_more_for_repairs_needs_its_necessity_stated_and_the_officers_approval(database: str) -> None:
    name = {item.code: item.name_zh for item in defaults.ITEMS}["co_resident"]
    asking = reverse("catalogue:propose", args=["repair", "co_resident"])
    manager, officer = as_("manager"), as_("officer")
    assert manager.post(asking, {"after": "masked", "necessity": ""}).status_code == 422
    assert manager.post(asking, {"after": "masked", "necessity": "上门前要知道家里几口人"}).status_code == 302
    with everywhere():
        change = reverse("catalogue:decide", args=[Change.objects.get().pk])
    assert name not in _repair_form().masked
    assert manager.post(change, {"decision": "approve"}).status_code == 403
    assert name not in _repair_form().masked
    assert officer.post(change, {"decision": "approve"}).status_code == 302
    assert name in _repair_form().masked


def _repair_form() -> KindOfWork:
    """What a clerk is shown that a repair opens."""
    kinds = as_("counter").get(reverse(NEW)).context["kinds"]
    return next(kind for kind in kinds if kind.value == "repair")


def test_every_reason_and_way_on_has_words() -> None:
    reasons = {condition.code for condition in rules.conditions} | {
        "place.out_of_reach",
        "action.not_for_role",
    }
    ways = {way for condition in rules.conditions for way in condition.ways_on} | {"ask.supervisor"}
    assert without_words(reasons, ways) == set()


def test_the_desk_is_one_entry_and_shows_ones_own_tasks_only(database: str) -> None:
    _new(as_("counter"))
    neighbour = as_("supervisor")
    assert neighbour.get("/").context["tasks"] == []
    assert pages.entries()[-1]["action"] == Action.DESK_VIEW
    assert Alert.objects.count() == 0

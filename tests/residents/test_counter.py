"""The main job at the counter: find, say what for, open, and what stays closed."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.catalogue.models import Purpose
from lindun.gate import values
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.requests import actions
from lindun.residents import choices
from tests import cast, pages
from tests.signin import as_

PLAIN = (cast.OWNER.name, *cast.OWNER.phones, cast.OWNER.id_number, cast.OWNER.plate, cast.OWNER.remark)


def holds_no_plaintext(page: str) -> bool:
    return not any(value in page for value in PLAIN)


@pytest.mark.parametrize(
    "typed",
    ["欧阳梓萱", "欧阳", "5678", "17012345678", "浙X7K29Q", "K29Q"],
)
def test_one_box_finds_the_household_by_what_people_say(database: str, typed: str) -> None:
    found = pages.search(as_("counter"), typed)
    assert found.status_code == 200
    assert str(cast.dwelling(cast.OWNER)) in pages.text(found)
    assert holds_no_plaintext(pages.text(found))


def test_a_room_or_a_task_number_that_means_one_home_opens_it(database: str) -> None:
    clerk = as_("counter")
    home = cast.dwelling(cast.OWNER)
    task, _ = actions.open_task(cast.identity("counter"), dwelling=home, purpose="repair", summary="漏水")
    page = reverse("residents:household", args=[home])
    for typed in ("3-2-1201", "3栋2单元1201", "1201", task.number.lower()):
        assert pages.search(clerk, typed)["HX-Redirect"] == page
        assert clerk.post(reverse("residents:search"), {"q": typed})["Location"] == page


def test_whoever_searches_all_of_it_says_what_for_before_a_room_opens(database: str) -> None:
    manager = as_("manager")
    asked = pages.search(manager, "3-2-1201")
    assert "HX-Redirect" not in asked
    assert "HX-Redirect" in pages.search(manager, "3-2-1201", purpose="repair")


def test_search_is_posted_and_typed_text_is_in_no_address(database: str) -> None:
    clerk = as_("counter")
    clerk.get(reverse("residents:search"), {"q": cast.OWNER.name})
    assert pages.entries(Action.RESIDENT_SEARCH) == []
    page = clerk.post(reverse("residents:search"), {"q": cast.ELSEWHERE.name})
    assert page.status_code == 200
    assert pages.entries(Action.RESIDENT_SEARCH)[-1]["counts"] == {"dwellings": 0}


def test_the_way_of_a_clerk_with_a_task(database: str) -> None:
    clerk = as_("counter")
    assert clerk.get("/").status_code == 200
    assert pages.open_repair(clerk).status_code == 302
    page = pages.text(pages.household(clerk))
    assert holds_no_plaintext(page)
    assert pages.reveal_url("phone") in page  # the task is chosen already: one click opens
    opened = pages.reveal(clerk, "phone")
    assert opened.status_code == 200
    assert cast.OWNER.phones[0] in pages.text(opened)
    assert cast.OWNER.phones[1] not in pages.text(opened)
    assert 'data-reveal-seconds="30"' in pages.text(opened)
    assert "data-reveal-closed" in pages.text(opened)
    assert "no-store" in opened["Cache-Control"]
    entry = pages.entries()[-1]
    assert (entry["action"], entry["outcome"], entry["purpose"]) == (Action.ITEM_REVEAL, "allowed", "repair")
    assert entry["task"].startswith("task:")
    assert holds_no_plaintext(pages.text(pages.household(clerk)))


def test_the_second_value_of_an_item_opens_by_itself(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    opened = pages.text(pages.reveal(clerk, "phone", ordinal=1))
    assert cast.OWNER.phones[1] in opened
    assert cast.OWNER.phones[0] not in opened


def test_what_the_purpose_does_not_need_has_no_button_and_stays_closed(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    page = pages.text(pages.household(clerk))
    for item in ("id_number", "name", "plate"):
        assert pages.reveal_url(item) not in page
        refused = pages.reveal(clerk, item)
        assert refused.status_code == 403
        assert holds_no_plaintext(pages.text(refused))
        assert refused["HX-Retarget"].endswith(f'{item}-0"]')
        assert pages.entries()[-1]["outcome"] == "denied"


@pytest.mark.req("USE-06")
def test_a_purpose_not_linked_to_a_field_cannot_select_it(database: str) -> None:
    clerk = as_("counter")
    forms = {item: masked(item) for item in ("name", "phone", "plate", "id_number")}
    for purpose, shown, absent in (("repair", "phone", "plate"), ("parking", "plate", "id_number")):
        page = pages.text(clerk.get(reverse("residents:list"), {"purpose": purpose}))
        assert pages.entries()[-1]["purpose"] == purpose
        assert forms[shown] in page
        assert forms[absent] not in page
    unknown = pages.text(clerk.get(reverse("residents:list"), {"purpose": "marketing"}))
    assert not any(form in unknown for form in forms.values())
    pages.choose(clerk, "purpose:marketing")
    assert pages.reveal(clerk, "phone").status_code == 403


def test_a_reason_is_for_one_visit_and_a_look_later_in_the_day_needs_its_own(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, home = as_("counter"), cast.dwelling(cast.OWNER)
    reason = reverse("residents:reason", args=[home])
    pages.choose(clerk, "purpose:repair")
    clerk.post(reason, {"reason": "caller"}, headers=pages.HTMX)
    pages.household(clerk)
    assert pages.reveal(clerk, "phone").status_code == 200
    with monkeypatch.context() as later:
        later.setattr(choices, "REASON_LASTS", 0)
        assert pages.reveal(clerk, "phone").status_code == 403
        assert reason in pages.text(pages.household(clerk))  # asked again
    clerk.post(reason, {"reason": "caller"}, headers=pages.HTMX)
    assert pages.reveal(clerk, "phone").status_code == 200


def masked(item: str) -> str:
    """The stored masked form of the owner's first value of an item."""
    owner = cast.resident(cast.OWNER)
    with gate.passage(cast.identity("counter"), Action.RESIDENT_LIST) as passage:
        return values.masked(passage, [owner], [item])[owner][item][0].masked


@pytest.mark.req("USE-02")
def test_without_a_task_a_reason_is_chosen_or_typed_and_the_look_is_sampled(database: str) -> None:
    clerk, home = as_("counter"), cast.dwelling(cast.OWNER)
    asked = pages.text(pages.choose(clerk, "purpose:repair"))
    assert reverse("residents:task", args=[home]) in asked
    assert reverse("residents:reason", args=[home]) in asked
    assert pages.reveal_url("phone") not in asked
    assert pages.reveal(clerk, "phone").status_code == 403
    empty = clerk.post(
        reverse("residents:reason", args=[home]), {"reason": "other", "text": ""}, headers=pages.HTMX
    )
    assert empty.status_code == 422
    given = clerk.post(reverse("residents:reason", args=[home]), {"reason": "caller"}, headers=pages.HTMX)
    assert pages.reveal_url("phone") in pages.text(given)
    assert cast.OWNER.phones[0] in pages.text(pages.reveal(clerk, "phone"))
    assert pages.entries()[-1]["reasons"] == ["reason.no_task", "reason.caller"]
    review = pages.text(as_("supervisor").get(reverse("requests:lookups")))
    assert reverse("residents:household", args=[home]) in review


def test_a_task_can_be_opened_from_the_household_with_one_field(database: str) -> None:
    clerk, home = as_("counter"), cast.dwelling(cast.OWNER)
    pages.choose(clerk, "purpose:complaint")
    opened = clerk.post(reverse("residents:task", args=[home]), {"summary": "楼上噪声"}, headers=pages.HTMX)
    assert opened.status_code == 200
    assert pages.reveal_url("phone") in pages.text(opened)
    assert cast.OWNER.phones[0] in pages.text(pages.reveal(clerk, "phone"))
    assert pages.entries()[-1]["purpose"] == "complaint"


def test_a_choice_at_one_household_opens_nobody_in_another(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    refused = pages.reveal(clerk, "phone", cast.NEIGHBOUR)
    assert refused.status_code == 403
    assert cast.NEIGHBOUR.phones[0] not in pages.text(refused)


def test_the_choice_is_kept_in_the_session_only(database: str) -> None:
    clerk = as_("counter")
    answer = clerk.post(
        reverse("residents:purpose", args=[cast.dwelling(cast.OWNER)]), {"choice": "purpose:fee"}
    )
    assert answer["Location"] == reverse("residents:household", args=[cast.dwelling(cast.OWNER)])
    assert pages.entries(Action.HOUSEHOLD_VIEW) == []
    pages.household(clerk)
    assert pages.entries(Action.HOUSEHOLD_VIEW)[-1]["purpose"] == "fee"


def test_a_closed_task_closes_what_it_opened(database: str) -> None:
    clerk, home = as_("counter"), cast.dwelling(cast.OWNER)
    task, _ = actions.open_task(cast.identity("counter"), dwelling=home, purpose="repair", summary="漏水")
    pages.household(clerk)
    assert clerk.post(reverse("requests:task_close", args=[task.pk])).status_code == 302
    refused = pages.reveal(clerk, "phone")
    assert refused.status_code == 403
    assert pages.entries()[-1]["reasons"] == ["task.not_open"]
    assert pages.reveal_url("phone") not in pages.text(pages.household(clerk))


def test_without_scripts_nothing_is_opened(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    assert clerk.post(pages.reveal_url("phone")).status_code == 302
    assert pages.entries(Action.ITEM_REVEAL) == []


def test_what_lies_elsewhere_looks_like_what_does_not_exist(database: str) -> None:
    clerk = as_("counter")
    elsewhere = pages.household(clerk, cast.ELSEWHERE)
    nowhere = clerk.get(reverse("residents:household", args=[uuid4()]))
    assert elsewhere.status_code == nowhere.status_code == 404
    assert _without_number(elsewhere) == _without_number(nowhere)
    assert pages.entries()[-1]["outcome"] == "denied"


def _without_number(response: HttpResponse) -> str:
    """The page without what differs between any two answers: request number, form token, its own address."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", pages.text(response))
    return page.replace(response["X-Request-Id"], "").replace(response.wsgi_request.path, "")


@pytest.mark.req("COL-07")
def test_the_history_of_a_number_shows_channel_collector_time_and_purpose(database: str) -> None:
    clerk = as_("counter")
    url = reverse("residents:source", args=[cast.resident(cast.OWNER), "phone", 0])
    assert url in pages.text(pages.household(clerk))
    shown = clerk.get(url)
    assert shown.status_code == 200
    assert shown.context["channel"]
    assert shown.context["collector"]
    assert shown.context["at"] <= timezone.now()
    assert shown.context["purpose"] == Purpose.objects.get(pk="handover").name
    assert all(str(shown.context[what]) in pages.text(shown) for what in ("channel", "collector", "purpose"))
    assert holds_no_plaintext(pages.text(shown))
    entry = pages.entries()[-1]
    assert (entry["action"], entry["items"]) == (Action.SOURCE_VIEW, ["phone"])


def test_who_looked_is_shown_to_whoever_may_see_the_household(database: str) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    pages.reveal(clerk, "phone")
    seen = pages.text(pages.household(as_("supervisor")))
    assert Staff.objects.get(user__username="counter").name in seen


def test_a_leaver_sees_nothing(database: str) -> None:
    assert as_("leaver").get("/").status_code == 302

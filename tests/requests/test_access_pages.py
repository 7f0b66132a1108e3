"""Requests over HTTP: apply where a field is refused, answer on the inbox, two people at one screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun.cli.demo_company import current_code
from lindun.requests.models import AccessRequest, Outcome
from tests import cast, pages
from tests.scoped import everywhere
from tests.signin import as_


def apply_for(client: Client, item: str = "phone", **typed: str) -> HttpResponse:
    address = reverse("requests:apply", args=[cast.resident(cast.OWNER), item])
    said = {"purpose": "fee", "why": "催缴前核对号码", "minutes": "30", "views": "1"}
    return client.post(address, said | typed)


def file_of(answer: HttpResponse) -> str:
    assert answer.status_code == 302, pages.text(answer)
    return str(answer["Location"])


def answer(client: Client, address: str, decision: str = "approve", **typed: str) -> HttpResponse:
    seen = client.get(address).context["seen"]
    return client.post(f"{address}decide/", {"decision": decision, "seen": seen} | typed)


def stored(address: str) -> AccessRequest:
    with everywhere():
        return AccessRequest.objects.get(pk=address.rstrip("/").rsplit("/", 1)[1])


def test_the_form_knows_what_is_known_and_asks_for_a_reason(database: str) -> None:
    clerk = as_("counter")
    address = reverse("requests:apply", args=[cast.resident(cast.OWNER), "phone"])
    form = clerk.get(f"{address}?purpose=fee")
    assert 'value="fee" selected' in pages.text(form)
    assert apply_for(clerk, why="").status_code == 422
    assert apply_for(clerk, views="100000").status_code == 422


def test_what_was_granted_closes_to_the_button_that_opens_it_again(database: str) -> None:
    clerk, manager = as_("counter"), as_("manager")
    address = file_of(apply_for(clerk, views="2"))
    answer(manager, address)
    number = stored(address).number
    url = reverse("residents:reveal_granted", args=[cast.resident(cast.OWNER), "phone", 0, number])
    assert url in pages.text(pages.household(clerk))
    first = pages.text(clerk.post(url, headers=pages.HTMX))
    assert cast.OWNER.phones[0] in first
    assert url in first
    assert "查看（剩 1 次）" in first
    last = pages.text(clerk.post(url, headers=pages.HTMX))
    assert cast.OWNER.phones[0] in last
    assert "/open/" not in last
    assert reverse("requests:apply", args=[cast.resident(cast.OWNER), "phone"]) in last


def test_what_is_asked_for_already_leads_to_the_request_that_waits(database: str) -> None:
    clerk = as_("counter")
    file = file_of(apply_for(clerk, "id_number"))
    asking = reverse("requests:apply", args=[cast.resident(cast.OWNER), "id_number"])
    page = pages.text(pages.household(clerk))
    assert f"已申请 {stored(file).number}，等待审批" in page
    assert file in page
    assert asking not in page
    clerk.post(f"{file}withdraw/")
    assert "撤回了申请" in pages.text(clerk.get(file))
    assert file not in pages.text(pages.household(clerk))


def test_who_owes_a_review_reads_it_before_she_presses_again(database: str) -> None:
    clerk = as_("counter")
    home = reverse("residents:emergency", args=[cast.dwelling(cast.OWNER)])
    assert home in pages.text(pages.household(clerk))
    clerk.post(home, {"why": "水管爆裂，楼下进水"})
    page = pages.text(pages.household(clerk))
    assert "还没有复核" in page
    assert home not in page


def test_after_the_red_button_the_page_opens_the_phones_itself_once(database: str) -> None:
    clerk = as_("counter")
    home = reverse("residents:emergency", args=[cast.dwelling(cast.OWNER)])
    page = pages.text(clerk.post(home, {"why": "水管爆裂，楼下进水"}, follow=True))
    assert page.count('hx-trigger="load, submit"') == len(cast.OWNER.phones)
    assert cast.OWNER.phones[0] not in page  # each opens with an entry of its own
    assert "hx-trigger" not in pages.text(pages.household(clerk))
    with everywhere():
        file = reverse("requests:file", args=[AccessRequest.objects.get(emergency=True).pk])
    said = pages.text(clerk.get(file))
    assert "自按下紧急起 2 小时" in said
    assert "自批准起" not in said  # nobody approved it


def test_a_deputy_for_one_day_stands_there_with_that_day(database: str) -> None:
    manager, today = as_("manager"), timezone.localdate()
    named = {"deputy": cast.staff("general_manager"), "begins": today, "ends": today}
    page = pages.text(manager.post(reverse("requests:deputies"), named, follow=True))
    assert f"{today:%Y-%m-%d} – {today:%Y-%m-%d}" in page


def test_a_resident_of_another_building_cannot_be_asked_about(database: str) -> None:
    clerk = as_("counter")
    for somebody in (cast.ELSEWHERE, cast.ABROAD):
        address = reverse("requests:apply", args=[cast.resident(somebody), "phone"])
        assert clerk.get(address).status_code == 404


def test_asked_for_agreed_to_and_archived(database: str) -> None:
    clerk, manager = as_("counter"), as_("manager")
    address = file_of(apply_for(clerk))
    assert address in pages.text(clerk.get(reverse("requests:mine")))
    assert address in pages.text(manager.get(reverse("requests:inbox")))
    answer(manager, address, words="请尽快处理")
    assert address not in pages.text(manager.get(reverse("requests:inbox")))
    assert stored(address).outcome == Outcome.APPROVED
    shown = pages.text(clerk.get(address))
    assert "请尽快处理" in shown
    clerk.post(f"{address}conclude/", {"result": "已联系业主"})
    assert stored(address).archived_at
    assert "已联系业主" in pages.text(clerk.get(address))


def test_colleagues_learn_nothing_of_each_others_requests(database: str) -> None:
    address = file_of(apply_for(as_("counter")))
    for other in ("repair", "guard", "neighbour_desk", "stranger"):
        assert as_(other).get(address).status_code == 404
    assert as_("hr").get(address).status_code == 403


def test_an_id_number_typed_as_a_reason_is_masked(database: str) -> None:
    clerk = as_("counter")
    address = file_of(apply_for(clerk, why=f"核对{cast.OWNER.id_number}"))
    assert cast.OWNER.id_number not in stored(address).statement
    assert cast.OWNER.id_number not in pages.text(clerk.get(address))


def test_an_answer_is_to_what_was_shown(database: str) -> None:
    address = file_of(apply_for(as_("counter")))
    wrong = as_("manager").post(f"{address}decide/", {"decision": "approve", "seen": "0" * 64})
    assert wrong.status_code == 422
    assert stored(address).outcome == ""


MOVEMENTS = {"day": "2026-11-20", "begins": "8", "ends": "12", "minutes": "30"}


def by_hand(account: str) -> dict[str, str]:
    return {"account": account, "password": cast.PASSWORD, "code": current_code(cast.TOTP_SECRET)}


@pytest.fixture
def two_wanted(database: str) -> tuple[Client, str]:
    leader = as_("supervisor")
    return leader, file_of(apply_for(leader, "movement", **MOVEMENTS))


def test_hours_that_have_not_begun_are_asked_for_in_vain(database: str) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = apply_for(as_("supervisor"), "movement", **(MOVEMENTS | {"day": f"{tomorrow}"}))
    assert refused.status_code == 422
    assert "这些时段还没有到" in pages.text(refused)


def second(client: Client, address: str, **typed: str) -> HttpResponse:
    seen = client.get(address).context["seen"]
    return client.post(f"{address}second/", {"seen": seen} | typed)


def test_two_people_agree_at_one_screen(two_wanted: tuple[Client, str]) -> None:
    leader, address = two_wanted
    viewer = leader.get("/").context["viewer"]
    assert second(leader, address, **by_hand("general_manager")).status_code == 302
    assert stored(address).outcome == ""
    assert second(leader, address, **by_hand("officer")).status_code == 302
    assert stored(address).outcome == Outcome.APPROVED
    assert leader.get("/").context["viewer"] == viewer  # still she herself is signed in


def test_the_same_person_twice_is_one_person(two_wanted: tuple[Client, str]) -> None:
    leader, address = two_wanted
    approver = as_("general_manager")
    assert 'value="approve"' in pages.text(approver.get(address))
    second(leader, address, **by_hand("general_manager"))
    page = pages.text(approver.get(address))
    assert "您已同意，有效至" in page  # who has agreed is told so, and has no button to agree again
    assert 'value="approve"' not in page
    assert 'value="refuse"' in page
    answered = answer(approver, address, **by_hand("general_manager"))
    assert answered.status_code in {302, 422}
    assert stored(address).outcome == ""


@pytest.mark.parametrize(
    "wrong",
    [{"password": "Wrong-horse-7"}, {"code": "000000"}, {"account": "nobody"}, {"account": "supervisor"}],
)
def test_wrong_credentials_agree_to_nothing(two_wanted: tuple[Client, str], wrong: dict[str, str]) -> None:
    leader, address = two_wanted
    refused = second(leader, address, **(by_hand("general_manager") | wrong))
    assert refused.status_code in {403, 422}
    assert cast.PASSWORD not in pages.text(refused)
    with everywhere():
        assert not stored(address).approvals.exists()


def test_without_the_password_an_approver_at_her_own_desk_does_not_agree(
    two_wanted: tuple[Client, str],
) -> None:
    _leader, address = two_wanted
    assert answer(as_("general_manager"), address).status_code == 422
    assert answer(as_("general_manager"), address, decision="refuse").status_code == 302
    assert stored(address).outcome == Outcome.REFUSED

"""A work order in its bearer's browser: arriving, proving, the page, and when it does not open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun.gate.vocabulary import Action, Happening
from lindun.organisation import actions as organisation
from lindun.requests import actions as tasks
from lindun.sharing import actions, cookies, proving
from lindun.sharing.models import Link, LinkState
from tests import cast
from tests.pages import HTMX, entries, text
from tests.sharing import bearers
from tests.signin import as_

PLAIN = (cast.OWNER.name, *cast.OWNER.phones, cast.OWNER.id_number, cast.OWNER.plate)
pytestmark = pytest.mark.usefixtures("database")


def refusals() -> list[str]:
    """Reason codes of links that did not open, oldest first."""
    denied = [entry for entry in entries() if entry["outcome"] == "denied"]
    return [reason for entry in denied for reason in entry["reasons"] if reason.startswith("link.")]


def nothing_in(answer) -> bool:  # type: ignore[no-untyped-def]
    return not any(value in text(answer) for value in (*PLAIN, "欧阳", "1201", "170****"))


def test_an_outsider_opens_it_with_the_pin_and_sees_what_the_work_needs() -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    answer = bearers.page(browser, made)
    assert answer.status_code == 200
    page = text(answer)
    assert "3栋2单元1201" in page
    assert "170****5678" in page
    assert "欧阳**" in page
    assert bearers.FIRM in page  # his mark
    assert "身份" not in page
    assert "证件号" not in page  # a repair does not need it
    assert not any(value in page for value in PLAIN)


def test_a_value_opens_for_thirty_seconds_and_is_counted() -> None:
    made = bearers.sent(views=2)
    browser = bearers.proved(made)
    answer = bearers.open_value(browser, made)
    assert answer.status_code == 200
    assert cast.OWNER.phones[0] in text(answer)
    assert 'data-reveal-seconds="30"' in text(answer)
    assert "data-reveal-closed" in text(answer)
    assert answer["Cache-Control"] == "no-store"
    assert LinkState.objects.get(pk=made.link.pk).views_left == 1
    revealed = entries(Action.ITEM_REVEAL)[-1]
    assert revealed["actor"] == f"link:{made.link.pk}"
    assert revealed["task"] == f"task:{made.task.pk}"


def test_when_all_views_are_used_nothing_opens() -> None:
    made = bearers.sent(views=1)
    browser = bearers.proved(made)
    assert bearers.open_value(browser, made).status_code == 200
    answer = bearers.open_value(browser, made)
    assert answer.status_code == 403
    assert cast.OWNER.phones[0] not in text(answer)
    assert refusals()[-1] == "link.used_up"
    assert reverse("link:open", args=[made.link.pk, cast.resident(cast.OWNER), "phone", 0]) not in text(
        bearers.page(browser, made)
    )


@pytest.mark.parametrize("item", ["name", "id_number", "movement", "no_such_thing"])
def test_what_the_work_does_not_open_costs_no_view(item: str) -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    answer = bearers.open_value(browser, made, item)
    assert answer.status_code == 403
    assert not any(value in text(answer) for value in PLAIN)
    assert LinkState.objects.get(pk=made.link.pk).views_left == 2
    assert entries(Action.ITEM_REVEAL)[-1]["outcome"] == "denied"


@pytest.mark.parametrize(
    "person", [cast.NEIGHBOUR, cast.ELSEWHERE, cast.ABROAD], ids=["next", "far", "abroad"]
)
def test_it_reaches_nobody_else(person: cast.Character) -> None:
    made = bearers.sent()
    answer = bearers.open_value(bearers.proved(made), made, person=person)
    assert answer.status_code == 403
    assert person.phones[0] not in text(answer)
    assert LinkState.objects.get(pk=made.link.pk).views_left == 2


@pytest.mark.req("USE-09")
def test_a_work_order_in_a_group_tells_nothing_and_opens_for_nobody_but_its_assignee() -> None:
    """USE-09: the message holds no name, phone or full address; unauthorised members cannot open the link."""
    task = bearers.task_of()
    sender = as_("counter")
    data = {"to": bearers.somebody_outside(), "views": 2, "hours": 4}
    message = sender.post(reverse("sharing:send", args=[task.pk]), data).context["message"]
    assert task.number in message
    assert "云栖里" in message
    assert "3栋" in message
    household = (*PLAIN, "1201", "2单元", "欧阳", cast.OWNER.remark, task.summary)
    assert [value for value in household if value in message] == []

    token = message.partition("#")[2].split()[0]
    link = Link.objects.get().pk
    for member in (Client(), as_("guard"), as_("stranger"), as_("manager")):
        answer = member.post(reverse("link:arrive"), {"token": token}, follow=True)
        assert nothing_in(answer)
        answer = member.post(reverse("link:prove", args=[link]), {"pin": "000000"}, follow=True)
        assert nothing_in(answer)
        assert member.get(reverse("link:order", args=[link])).status_code != 200 or nothing_in(
            member.get(reverse("link:order", args=[link]))
        )
    assert refusals().count("link.pin_wrong") == 4
    assert entries(Action.ITEM_REVEAL) == []


def test_opened_again_on_the_same_device_it_asks_for_nothing() -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    answer = browser.post(reverse("link:arrive"), {"token": made.token}, follow=True)
    assert "170****5678" in text(answer)


def test_somebody_who_tries_pins_is_an_event_for_the_watchers() -> None:
    made = bearers.sent()
    browser = Client()
    bearers.arrive(browser, made)
    wrong = "000001" if made.pin == "000000" else "000000"
    for _again in range(proving.MOST_PIN_FAILURES):
        browser.post(reverse("link:prove", args=[made.link.pk]), {"pin": wrong})
    shown = text(as_("officer").get(reverse("oversight:events")))
    assert "口令多次错误，锁定工单链接" in shown
    assert f"{bearers.FIRM}（凭工单链接）" in shown


def test_passed_on_it_opens_nothing_even_with_the_pin() -> None:
    made = bearers.sent()
    bearers.proved(made)
    other = bearers.proved(made)
    answer = bearers.page(other, made)
    assert nothing_in(answer)
    assert bearers.open_value(other, made).status_code == 403
    assert "link.bound_elsewhere" in refusals()


def test_a_copied_address_without_the_token_opens_nothing() -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    assert bearers.page(browser, made).status_code == 200
    answer = bearers.page(Client(), made)
    assert answer.status_code == 403
    assert nothing_in(answer)
    assert refusals()[-1] == "link.not_presented"


def test_a_guessed_token_opens_nothing_and_is_recorded_without_it() -> None:
    answer = Client().post(reverse("link:arrive"), {"token": "A" * 32})
    assert answer.status_code == 403
    (entry,) = entries(Happening.LINK_REFUSED)
    assert entry["reasons"] == ["link.unknown"]
    assert entry["actor"] == "system.anonymous"
    assert "subjects" not in entry


def test_thousands_of_guesses_do_not_fill_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lindun.gate.refusals.MOST_IN_TEN_MINUTES", 3)
    for _again in range(5):
        assert Client().post(reverse("link:arrive"), {"token": "guess"}).status_code == 403
    written = [entry["reasons"] for entry in entries(Happening.LINK_REFUSED)]
    assert written == [["link.unknown"], ["link.unknown"], ["link.unknown", "refusals.paused"]]


def test_five_wrong_pins_lock_it_for_good() -> None:
    made = bearers.sent()
    browser = Client()
    bearers.arrive(browser, made)
    prove = reverse("link:prove", args=[made.link.pk])
    wrong = "000001" if made.pin == "000000" else "000000"
    met = [browser.post(prove, {"pin": wrong}).status_code for _again in range(proving.MOST_PIN_FAILURES)]
    assert met == [422, 422, 422, 422, 403]
    assert browser.post(prove, {"pin": made.pin}).status_code == 403
    assert refusals() == ["link.pin_wrong"] * 4 + ["link.locked"] * 2
    assert len(entries(Happening.LINK_LOCKED)) == 1


def test_a_link_that_is_locked_says_so_at_once_and_asks_for_no_pin() -> None:
    made = bearers.sent()
    with_token, wrong = Client(), "000001" if made.pin == "000000" else "000000"
    bearers.arrive(with_token, made)
    assert 'name="pin"' in text(bearers.page(with_token, made))
    for _again in range(proving.MOST_PIN_FAILURES):
        with_token.post(reverse("link:prove", args=[made.link.pk]), {"pin": wrong})
    answer = bearers.page(with_token, made)
    assert answer.status_code == 403
    assert 'name="pin"' not in text(answer)
    assert "链接已锁定" in text(answer)
    assert "请发送人重新发" in text(answer)
    assert refusals()[-1] == "link.locked"


def test_a_pin_may_be_typed_in_full_width_digits_and_in_two_groups() -> None:
    made = bearers.sent()
    browser = Client()
    bearers.arrive(browser, made)
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in made.pin)
    typed = f" {full_width[:3]}　{made.pin[3:]} "
    assert browser.post(reverse("link:prove", args=[made.link.pk]), {"pin": typed}).status_code == 302
    assert LinkState.objects.get(pk=made.link.pk).pin_failures == 0


def test_the_count_of_wrong_pins_outlives_the_process() -> None:
    made = bearers.sent()
    browser = Client()
    bearers.arrive(browser, made)
    browser.post(reverse("link:prove", args=[made.link.pk]), {"pin": "12"})
    assert LinkState.objects.get(pk=made.link.pk).pin_failures == 1


def test_a_colleague_opens_it_by_being_signed_in() -> None:
    made = bearers.sent(to="repair")
    browser = as_("repair")
    bearers.arrive(browser, made)
    answer = browser.get(reverse("link:order", args=[made.link.pk]))
    assert answer.status_code == 200
    assert nothing_in(answer)  # not before he has tapped
    bearers.proved(made, browser)
    assert "170****5678" in text(bearers.page(browser, made))
    assert "员工40" in text(bearers.page(browser, made))
    assert cast.OWNER.phones[0] in text(bearers.open_value(browser, made))


def test_another_colleague_cannot_open_it() -> None:
    made = bearers.sent(to="repair")
    other = bearers.proved(made, as_("guard"))
    assert bearers.page(other, made).status_code == 200  # asked to prove himself
    assert nothing_in(bearers.page(other, made))
    assert bearers.open_value(other, made).status_code == 403
    assert "link.not_yours" in refusals()


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    made = bearers.sent(to="repair")
    browser = Client()
    bearers.arrive(browser, made)
    order = reverse("link:order", args=[made.link.pk])
    answer = browser.get(order)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={order}"


def end_the_time(made: actions.Made) -> None:
    """Let the link's time be over: as the owner of the tables, for whom no guard stands."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        past = timezone.now() - timedelta(minutes=1)
        cursor.execute("UPDATE sharing_link SET expires_at = %s WHERE id = %s", [past, made.link.pk])


def revoke(made: actions.Made) -> None:
    actions.revoke_link(cast.identity("counter"), link=made.link.pk)


def close(made: actions.Made) -> None:
    tasks.close_task(cast.identity("counter"), task=made.task.pk)


def send_away(made: actions.Made) -> None:
    post = organisation.Post("counter", 2, "left", frozenset())
    organisation.change_post(cast.identity("hr"), staff=cast.staff("counter"), post=post)


def move_the_sender(made: actions.Made) -> None:
    from lindun.estates.models import Building

    other = Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name="5")
    post = organisation.Post("counter", 2, "active", frozenset({(other.community_id, other.pk)}))
    organisation.change_post(cast.identity("hr"), staff=cast.staff("counter"), post=post)


ENDINGS = [
    (end_the_time, "link.expired"),
    (revoke, "link.revoked"),
    (close, "link.task_over"),
    (send_away, "link.sender_left"),
    (move_the_sender, "link.sender_left"),
]


@pytest.mark.parametrize(("end", "reason"), ENDINGS, ids=lambda part: getattr(part, "__name__", part))
def test_once_it_has_ended_nothing_opens_any_more(end, reason: str) -> None:  # type: ignore[no-untyped-def]
    made = bearers.sent()
    browser, late = bearers.proved(made), Client()
    bearers.arrive(late, made)
    end(made)
    for answer in (
        bearers.page(browser, made),
        bearers.open_value(browser, made),
        bearers.call(browser, made),
    ):
        assert answer.status_code == 403
        assert nothing_in(answer)
    assert late.post(reverse("link:prove", args=[made.link.pk]), {"pin": made.pin}).status_code == 403
    assert set(refusals()[-3:]) <= {reason, "link.bound_elsewhere"}
    assert refusals().count(reason) >= 3
    assert entries(Action.ITEM_REVEAL) == []


def test_an_assignee_who_left_opens_nothing() -> None:
    made = bearers.sent(to="repair")
    browser = bearers.proved(made, as_("repair"))
    post = organisation.Post("repair", 2, "left", frozenset())
    organisation.change_post(cast.identity("hr"), staff=cast.staff("repair"), post=post)
    del browser.cookies[settings.SESSION_COOKIE_NAME]  # that session has ended; what the link left has not
    assert bearers.open_value(browser, made).status_code == 403
    assert refusals()[-1] == "link.assignee_left"
    assert entries(Action.ITEM_REVEAL) == []


def test_a_resident_who_moved_away_meanwhile_stays_closed() -> None:
    from django.db import connections

    made = bearers.sent()
    browser = bearers.proved(made)
    resident, url = cast.resident(cast.OWNER), bearers.open_url(made.link.pk)
    other = cast.dwelling(cast.NEIGHBOUR)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE residents_resident NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE residents_resident SET dwelling_id = %s WHERE id = %s", [other, resident])
        cursor.execute("ALTER TABLE residents_resident FORCE ROW LEVEL SECURITY")
    answer = browser.post(url, headers=HTMX)
    assert answer.status_code == 403
    assert cast.OWNER.phones[0] not in text(answer)
    assert LinkState.objects.get(pk=made.link.pk).views_left == 2
    assert "170****5678" not in text(bearers.page(browser, made))


def test_a_resident_erased_meanwhile_stays_closed() -> None:
    from django.db import connections

    made = bearers.sent()
    browser, resident = bearers.proved(made), cast.resident(cast.OWNER)
    tables = ("vault_token", "vault_sealedvalue", "vault_subjectkey")
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"DELETE FROM {table} WHERE subject_id = %s", [resident])
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    answer = bearers.open_value(browser, made)
    assert answer.status_code == 403
    assert "这一项已不再保存" in text(answer)
    assert LinkState.objects.get(pk=made.link.pk).views_left == 2
    assert "170****5678" not in text(bearers.page(browser, made))


def test_the_cookies_stay_with_this_browser_and_this_link() -> None:
    made, other = bearers.sent(), bearers.sent()
    browser = Client()
    arrived = bearers.arrive(browser, made)
    answer = browser.post(reverse("link:prove", args=[made.link.pk]), {"pin": made.pin})
    for morsel in (arrived.cookies[cookies.BROUGHT], answer.cookies[cookies.KEPT]):
        assert morsel["httponly"]
        assert morsel["samesite"] == "Strict"
        assert morsel["path"] == reverse("link:order", args=[made.link.pk])
    browser.cookies[cookies.KEPT]["path"] = reverse("link:order", args=[other.link.pk])
    assert bearers.page(browser, other).status_code == 403
    forged = Client()
    forged.cookies[cookies.KEPT] = f"{made.link.pk}/anything"
    assert bearers.page(forged, made).status_code == 403


def test_the_pages_are_strict_and_nothing_is_kept() -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    for answer in (bearers.page(browser, made), bearers.open_value(browser, made), browser.get("/w/")):
        assert answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_without_scripts_nothing_opens() -> None:
    """An opened value must be able to close by itself."""
    made = bearers.sent()
    browser = bearers.proved(made)
    answer = browser.post(bearers.open_url(made.link.pk), follow=True)
    assert cast.OWNER.phones[0] not in text(answer)
    assert browser.post(bearers.open_url(made.link.pk), headers=HTMX).status_code == 200

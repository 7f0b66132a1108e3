"""The pledge: signed by oneself alone, kept word for word, for twelve months, and what comes then."""

from __future__ import annotations

import hashlib
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import Error, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind as Told
from lindun.policies import jobs, promising
from lindun.policies.models import Kind, Signature
from lindun.policies.promising import BadPromise, SignedAlready, a_year_on
from lindun.standing import codes
from tests import cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, household, open_repair, reveal, text
from tests.policies.texts import in_force, promise, proof, published, sign_pledge, signed
from tests.schedule import Clock
from tests.scoped import everywhere
from tests.signin import as_

LIST, PLEDGE = reverse("residents:list"), reverse("policies:pledge")
pytestmark = pytest.mark.usefixtures("database")


def signatures(name: str) -> list[Signature]:
    with everywhere(Action.POLICY_VIEW):
        return list(Signature.objects.filter(staff_id=cast.staff(name)).order_by("at"))


def copy_of(signature: Signature) -> str:
    return reverse("policies:signed", args=[signature.pk])


@pytest.mark.req("PPL-03")
def test_data_is_refused_without_a_pledge_and_the_signer_downloads_her_copy() -> None:
    cast.unmet("counter", codes.PLEDGE)
    browser = as_("counter")
    refused = browser.get(LIST)
    assert refused.status_code == 403
    assert "尚未签署保密承诺书" in text(refused)
    assert PLEDGE in text(refused)
    assert sign_pledge(browser, "counter")["Location"] == PLEDGE
    assert browser.get(LIST).status_code == 200
    (kept,) = signatures("counter")
    assert kept.text == in_force(Kind.PLEDGE)
    assert kept.digest == hashlib.sha256(kept.words.encode()).hexdigest()
    assert kept.is_whole
    assert "员工31 (0031)" in kept.words
    copy = browser.get(copy_of(kept))
    assert copy["Content-Type"] == "application/pdf"
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(copy.content)).pages)
    assert kept.digest in read.replace("\n", "")
    assert copy.content == browser.get(copy_of(kept)).content
    entry = entries(Action.PLEDGE_SIGN)[-1]
    assert f"signature:{kept.pk}" in entry["subjects"]
    assert entry["reasons"] == ["version.1", "proof.password"]


def test_a_post_with_a_second_factor_signs_with_it() -> None:
    cast.unmet("manager", codes.PLEDGE)
    browser = as_("manager")
    assert sign_pledge(browser, "manager", code="").status_code == 422
    assert sign_pledge(browser, "manager", password="Wrong-horse-7").status_code == 422
    assert signatures("manager") == []
    sign_pledge(browser, "manager")
    (kept,) = signatures("manager")
    assert kept.proof == "second_factor"


def test_a_wrong_password_signs_nothing_and_says_so() -> None:
    cast.unmet("counter", codes.PLEDGE)
    wrong = sign_pledge(as_("counter"), "counter", password="Wrong-horse-7")
    assert wrong.status_code == 422
    assert "操作没有生效" in text(wrong)
    assert "Wrong-horse-7" not in text(wrong)
    assert re.search('name="password"[^>]* autofocus', text(wrong))  # the sign is below a long text
    assert as_("counter").get(LIST).status_code == 403


def test_nobody_signs_for_somebody_else() -> None:
    """By another's proof, by another account, in another's session, by a forged field, by SQL."""
    cast.unmet("counter", codes.PLEDGE)
    pledge = in_force(Kind.PLEDGE)
    other = second_account("guard", role="counter")
    for forged in (cast.identity("guard"), other, gate.Identity(system="operator")):
        with pytest.raises(BadPromise):
            promising.sign(cast.identity("counter"), text=pledge.pk, proof=forged)
    said = {"text": str(pledge.pk), "staff": str(cast.staff("counter")), "account": "counter"}
    as_("guard").post(reverse("policies:sign"), said | proof("guard"))  # hers; the forged fields are nothing
    with everywhere(Action.POLICY_VIEW):
        assert {one.staff_id for one in Signature.objects.all()} == {cast.staff("guard")}
    guard, deed = cast.identity("guard"), Action.PLEDGE_SIGN
    with pytest.raises(Error, match="row-level security"), gate.passage(guard, deed), own(guard, deed):
        _write_for("counter", pledge.pk)
    assert as_("counter").get(LIST).status_code == 403


def _write_for(name: str, pledge: Any) -> None:
    Signature.objects.create(
        number="QS-1", staff_id=cast.staff(name), text_id=pledge, words="我承诺", digest="0" * 64,
        proof="password", at=timezone.now(), until=timezone.now() + timedelta(days=9),
    )  # fmt: skip


def test_a_copy_is_the_signers_alone() -> None:
    cast.unmet("counter", codes.PLEDGE)
    sign_pledge(as_("counter"), "counter")
    (kept,) = signatures("counter")
    for name in ("guard", "manager", "officer", "hr", "auditor"):
        assert as_(name).get(copy_of(kept)).status_code == 404


def test_it_is_signed_after_training_and_not_twice_in_a_row() -> None:
    cast.unmet("counter", codes.PLEDGE, codes.COURSE)
    early = sign_pledge(as_("counter"), "counter")
    assert "请先完成培训和测验" in text(early)
    assert signatures("counter") == []
    sign_pledge(as_("guard"), "guard")
    again = as_("guard").post(reverse("policies:sign"), promise("guard"), follow=True)
    assert "承诺书已经签署" in text(again)
    assert len(signatures("guard")) == 1


@pytest.mark.parametrize("name", ["counter", "manager"])
def test_two_clicks_at_once_are_one_signature_and_no_fault(name: str) -> None:
    """Of a code that is good once, the second click may be told so; it stores nothing either."""
    cast.unmet(name, codes.PLEDGE)
    said, browser, start = promise(name), as_(name), threading.Barrier(2)
    windows = [Client(), Client()]
    for window in windows:
        window.cookies.update(browser.cookies)

    def click(window: Client) -> int:
        start.wait(10)
        try:
            return int(window.post(reverse("policies:sign"), said).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(click, windows))
    assert answers.count(302) >= 1
    assert set(answers) <= ({302} if name == "counter" else {302, 422})
    (kept,) = signatures(name)
    assert kept.is_whole
    assert "已签署" in text(as_(name).get(PLEDGE))


def test_the_database_takes_each_renewal_once() -> None:
    signed("counter")
    counter, deed, pledge = cast.identity("counter"), Action.PLEDGE_SIGN, in_force(Kind.PLEDGE).pk
    with pytest.raises(SignedAlready), gate.passage(counter, deed), own(counter, deed):
        promising.write(
            counter, counter, title="承诺书", text="# 一\n## 二\n三", text_id=pledge, until=timezone.now()
        )
    assert len(signatures("counter")) == 1


def test_an_old_text_is_not_signed_and_a_new_one_narrows_until_it_is() -> None:
    old = in_force(Kind.PLEDGE)
    browser = as_("counter")
    open_repair(browser)
    household(browser)
    assert reveal(browser, "phone").status_code == 200
    published(Kind.PLEDGE)
    assert reveal(browser, "phone").status_code == 403
    assert browser.get(LIST).status_code == 200
    with pytest.raises(BadPromise):
        promising.sign(cast.identity("counter"), text=old.pk, proof=cast.identity("counter"))
    sign_pledge(browser, "counter")
    assert reveal(browser, "phone").status_code == 200


@pytest.mark.parametrize("change", [{"words": "别的"}, {"until": None}, {"digest": "1" * 64}])
def test_what_was_signed_cannot_be_rewritten(change: dict[str, Any]) -> None:
    sign_pledge(as_("counter"), "counter")
    with pytest.raises(Error, match=r"denied|only added"), everywhere(Action.PLEDGE_SIGN):
        Signature.objects.update(**change)
    with connections["owner"].cursor() as cursor, pytest.raises(Error, match="only added"):
        cursor.execute("DELETE FROM policies_signature")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def live(clock: Clock, until: datetime) -> None:
    """Go on to that time with the reminder's job at each of its times."""
    clock.live(until, jobs.remind_of_pledges)


def reminders(name: str) -> list[str]:
    kinds = {Told.PLEDGE_MONTH, Told.PLEDGE_WEEK, Told.PLEDGE_DAY}
    return [one.kind for one in told(name) if one.kind in kinds]


def phone(name: str = "counter") -> tuple[str, ...]:
    """What stands against opening a number; empty where it opens."""
    resident = cast.resident(cast.OWNER)
    who = cast.identity(name)
    try:
        gate.reveal(who, subject=resident, items=["phone"], purpose="repair", reason="caller")
    except gate.Denied as denied:
        return denied.decision.reasons
    return ()


@pytest.mark.req("PPL-04")
def test_a_year_month_by_month_with_reminders_narrowing_and_renewal(clock: Clock) -> None:
    sign_pledge(as_("counter"), "counter")
    (kept,) = signatures("counter")
    assert kept.until is not None
    end = kept.until
    assert timezone.localtime(end).hour == 0
    for month in range(1, 12):
        live(clock, kept.at + timedelta(days=30 * month))
        assert reminders("counter") == []
        assert phone() == ()
    seen = {}
    for days in (31, 29, 8, 6, 2):
        live(clock, end - timedelta(days=days))
        seen[days] = reminders("counter")
    month, week, day = Told.PLEDGE_MONTH, Told.PLEDGE_WEEK, Told.PLEDGE_DAY
    assert seen == {31: [], 29: [month], 8: [month], 6: [month, week], 2: [month, week]}
    live(clock, end - timedelta(seconds=1))
    assert reminders("counter") == [month, week, day]
    assert reminders("guard") == []  # vouched for without an end
    assert phone() == ()
    clock.now = end
    assert phone() == ("standing.pledge_lapsed",)
    browser = as_("counter")
    assert browser.get(LIST).status_code == 200  # masked
    assert "须续签" in text(browser.get(PLEDGE))
    live(clock, end + timedelta(days=40))
    assert reminders("counter") == [month, week, day]
    sign_pledge(as_("counter"), "counter")
    assert phone() == ()
    assert len(signatures("counter")) == 2


@pytest.mark.parametrize(
    ("signed", "ends"),
    [("2027-02-28", "2028-02-28"), ("2028-02-29", "2029-02-28"), ("2026-11-22", "2027-11-22")],
)
def test_twelve_months_end_on_the_same_day(signed: str, ends: str) -> None:
    until = timezone.localtime(a_year_on(date.fromisoformat(signed)))
    assert f"{until:%Y-%m-%d %H:%M}" == f"{ends} 00:00"


def test_reminders_slept_through_are_told_late_and_once(clock: Clock) -> None:
    sign_pledge(as_("counter"), "counter")
    (kept,) = signatures("counter")
    assert kept.until is not None
    clock.now = kept.until - timedelta(days=5)
    promising.remind()
    promising.remind()
    assert reminders("counter") == [Told.PLEDGE_WEEK]

"""The quarterly review: everybody's permissions, what was used, kept or proposed for removal (ACC-12)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import Error, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate import entries
from lindun.gate.vocabulary import Action
from lindun.organisation.actions import current_post, place_code
from lindun.organisation.models import Staff
from lindun.oversight import health
from lindun.oversight.health import State
from lindun.rights import actions, jobs, queries
from lindun.rights.actions import BadReview
from lindun.rights.models import Answer, Review
from tests import cast, pages
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.rights.test_register import change, lines
from tests.signin import as_

DAY = 86_400 * 10**9  # nanoseconds


@contextmanager
def later(days: int) -> Iterator[None]:
    """So many days from now, for the pages and for what they write into the ledger."""
    now, moment = timezone.now() + timedelta(days=days), time.time_ns() + days * DAY
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        patch.setattr(entries, "time", SimpleNamespace(time_ns=lambda: moment))
        yield


@pytest.fixture
def review(database: str) -> Review:
    return actions.open_review(cast.identity("officer"))


def seen(name: str) -> str:
    return current_post(Staff.objects.get(pk=cast.staff(name))).mark


def said(review: Review, of: str, *drops: str, by: str | gate.Identity = "officer") -> Answer:
    who = cast.identity(by) if isinstance(by, str) else by
    return actions.answer(who, review=review.pk, staff=cast.staff(of), seen=seen(of), drops=drops)


def page(client: Client, review: Review) -> str:
    return pages.text(client.get(reverse("rights:review", args=[review.pk])))


def card(text: str, name: str) -> str:
    return text.partition(f'id="p{cast.staff(name)}"')[2].partition("</article>")[0]


@pytest.mark.req("ACC-12")
def test_a_transfer_ends_old_rights_and_is_registered_and_an_unfinished_review_is_overdue(
    database: str,
) -> None:
    """Given a transfer, when personnel posts it: old rights end at once, the register shows it."""
    clerk, hr = as_("counter"), as_("hr")
    pages.open_repair(clerk)
    pages.household(clerk)
    assert pages.reveal(clerk, "phone").status_code == 200
    abroad = str(pages.community(cast.OTHER_COMMUNITY[0]))
    answered = hr.post(
        reverse("leaving:transfer_new", args=[cast.staff("counter")]),
        {"role": "cashier", "clearance": "1", "places": [abroad], "from_day": f"{timezone.localdate()}"},
    )
    assert answered.status_code == 302
    assert pages.household(clerk).status_code == 404
    assert pages.reveal(clerk, "phone").status_code in {403, 404}
    row = lines(as_("auditor"), staff=str(cast.staff("counter")))[0]
    assert row["变更前"].startswith("客服")
    assert "3栋" in row["变更前"]
    assert row["变更后"].startswith("收费员")
    assert "澜石府" in row["变更后"]
    assert (row["变更人"], row["时间"][:10]) == ("员工38", f"{timezone.localdate():%Y-%m-%d}")
    as_("officer").post(reverse("rights:open"))
    review = Review.objects.get()
    officer = as_("officer")
    assert "已逾期" not in page(officer, review)
    with later(settings.REVIEW_WITHIN + 1):
        officer = as_("officer")
        assert "已逾期" in page(officer, review)
        assert "已逾期" in pages.text(officer.get(reverse("oversight:health")))
        assert check().state is State.STOP


def check() -> health.Check:
    checks = [each for group in health.examine().groups for each in group.checks]
    (found,) = [each for each in checks if each.title == "权限复核"]
    return found


def test_each_quarter_one_is_opened_and_the_reviewers_are_told(database: str) -> None:
    jobs.open_when_due()
    jobs.open_when_due()
    (first,) = Review.objects.all()
    assert first.opened_by is None
    for who in ("officer", "manager", "general_manager"):
        assert "rights.opened" in [notice.kind for notice in told(who)]
    assert "rights.opened" not in [notice.kind for notice in told("hr")]
    with later(settings.REVIEW_EVERY + 1):
        jobs.open_when_due()
        assert Review.objects.count() == 1  # the first is not finished: it goes on, overdue
    finish(first)
    with later(settings.REVIEW_EVERY + 1):
        jobs.open_when_due()
        assert Review.objects.count() == 2


def finish(review: Review) -> None:
    for name in cast.PEOPLE:
        if name != "leaver":
            said(review, name, by="general_manager" if name == "officer" else "officer")
    assert not queries.progress(review).is_open


def test_progress_counts_people_in_post(review: Review) -> None:
    total = len(cast.PEOPLE) - 1
    assert (queries.progress(review).done, queries.progress(review).total) == (0, total)
    said(review, "guard")
    change("repair", status="left")
    assert (queries.progress(review).done, queries.progress(review).total) == (1, total - 1)


def test_another_is_not_opened_while_one_is_open(review: Review) -> None:
    with pytest.raises(BadReview):
        actions.open_review(cast.identity("officer"))
    with pytest.raises(gate.Denied):
        actions.open_review(cast.identity("manager"))


def test_nobody_reviews_herself_nor_her_other_account(review: Review) -> None:
    with pytest.raises(gate.Denied) as refused:
        said(review, "officer")
    assert refused.value.decision.reasons == ("people.same_person",)
    again = second_account("officer", role="general_manager")
    with pytest.raises(gate.Denied):
        said(review, "officer", by=again)
    text = card(page(as_("officer"), review), "officer")
    assert "本人的权限由他人复核" in text
    assert 'name="decision"' not in text


def test_a_manager_reviews_those_of_her_places_alone(review: Review) -> None:
    said(review, "counter", by="manager")
    for other in ("stranger", "officer", "hr", "general_manager"):
        with pytest.raises(gate.NotHere):
            said(review, other, by="manager")
    shown = page(as_("manager"), review)
    assert card(shown, "guard")
    assert not card(shown, "stranger")
    assert not card(shown, "auditor")


@pytest.mark.parametrize("by", ["hr", "auditor", "supervisor", "counter"])
def test_others_do_not_answer(review: Review, by: str) -> None:
    with pytest.raises(gate.Denied):
        said(review, "guard", by=by)


def test_what_was_not_used_for_sixty_days_is_proposed(review: Review) -> None:
    """The cast was hired today: nothing is proposed. Two months on, only counter and manager have worked."""
    assert "60 天未使用" not in page(as_("officer"), review)
    with later(70):
        clerk = as_("counter")
        pages.open_repair(clerk)
        pages.household(clerk)
        assert pages.reveal(clerk, "phone").status_code == 200
        as_("manager").get(reverse("requests:mine"))
        shown = page(as_("officer"), review)
    assert "60 天未使用" not in card(shown, "counter")
    assert "打开内容" in card(shown, "counter")
    assert re.search(r'value="status.suspended" checked', card(shown, "guard"))
    of_manager = card(shown, "manager")
    (whole,) = current_post(Staff.objects.get(pk=cast.staff("manager"))).assignments
    assert re.search(rf'value="{place_code(*whole)}" checked', of_manager)
    assert re.search(r'value="clearance.l2" checked', of_manager)
    assert not re.search(r'value="status.suspended" checked', of_manager)


def test_one_click_leads_personnel_to_the_form_without_what_was_proposed(review: Review) -> None:
    ((home, three),) = current_post(Staff.objects.get(pk=cast.staff("guard"))).assignments
    said(review, "guard", place_code(home, three))
    assert "rights.removal" in [notice.kind for notice in told("hr")]
    hr = as_("hr")
    address = re.search(r'href="([^"]+drop=[^"]+)"', card(page(hr, review), "guard"))
    assert address
    form = hr.get(address.group(1).replace("&amp;", "&")).context["form"]
    assert form.initial["places"] == []
    assert current_post(Staff.objects.get(pk=cast.staff("guard"))).assignments  # nothing changed by looking
    change("guard", assignments=frozenset())
    assert "已收回" in card(page(as_("officer"), review), "guard")
    assert 'href="/staff/' in card(page(hr, review), "guard")
    assert "drop=" not in card(page(hr, review), "guard")


def test_the_reviewer_keeps_or_proposes_on_the_page(review: Review) -> None:
    officer = as_("officer")

    def answer(of: str, decision: str, *drops: str) -> HttpResponse:
        typed = {"decision": decision, "seen": seen(of), "drops": list(drops)}
        return officer.post(reverse("rights:answer", args=[review.pk, cast.staff(of)]), typed, follow=True)

    assert "请勾选" in pages.text(answer("guard", "remove"))
    assert "已保留" in pages.text(answer("guard", "keep", "status.suspended"))
    assert Answer.objects.get(staff=cast.staff("guard")).keeps
    assert "已提交人事" in pages.text(answer("repair", "remove", "status.suspended"))
    assert "刚刚已被复核" in pages.text(answer("repair", "keep"))
    kept, removal = pages.entries(Action.REVIEW_ANSWER)[:2]
    assert {"rights.kept", "before.role.guard"} <= set(kept["reasons"])
    assert {"rights.removal", "drop.status.suspended"} <= set(removal["reasons"])


def test_a_post_changed_after_it_was_seen_is_not_kept_unseen(review: Review) -> None:
    before = seen("guard")
    change("guard", clearance=1)
    with pytest.raises(BadReview):
        actions.answer(
            cast.identity("officer"), review=review.pk, staff=cast.staff("guard"), seen=before, drops=()
        )
    with pytest.raises(BadReview):
        said(review, "guard", "place.c999")


def test_answers_are_only_added_to(review: Review) -> None:
    given = said(review, "guard")
    officer = cast.identity("officer")
    with pytest.raises(Error), gate.passage(officer, Action.REVIEW_ANSWER):
        Answer.objects.filter(pk=given.pk).update(drops=["status.suspended"])
    with connections["owner"].cursor() as cursor, pytest.raises(Error, match="only added to"):
        cursor.execute("DELETE FROM rights_review")
    with pytest.raises(Error), gate.passage(officer, Action.REVIEW_VIEW):
        Answer.objects.create(
            review=review, staff_id=cast.staff("repair"), reviewer_id=officer.person, at=timezone.now()
        )

"""The confidentiality file, its extract, the page about oneself, and commendations on the notice page."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lindun import gate
from lindun.gate.rights import own_uses
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.personnel import commending, file, queries
from lindun.personnel.commending import BadCommendation, Praise
from lindun.personnel.file import BadExtract
from lindun.personnel.models import Commendation, Commended
from tests import cast
from tests.exits.carrying import approved
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, household, open_repair, reveal, text
from tests.signin import as_

BOARD = reverse("personnel:commendations")
ME = reverse("personnel:me")
PRAISE = Praise("praise", "全年无违规", "守护住户信息，全年没有一次违规。", numbers=frozenset({"0031"}))


def address(name: str = "counter") -> str:
    return reverse("personnel:file", args=[cast.staff(name)])


@pytest.mark.req("PPL-09")
def test_personnel_extracts_dated_facts_for_a_promotion_and_that_is_an_entry(database: str) -> None:
    commending.commend(cast.identity("officer"), PRAISE)
    hr = as_("hr")
    page = text(hr.get(address()))
    for fact in ("保密档案", "全年无违规", "背景审查", "岗位要求", f"{timezone.localdate():%Y-%m-%d}"):
        assert fact in page, fact
    made = hr.post(address(), {"purpose": "promotion", "reason": "晋升主管前核对"})
    assert made["Content-Type"] == "application/pdf"
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)
    (entry,) = entries(Action.FILE_EXTRACT)
    for fact in (
        "全年无违规",
        "晋升",
        "晋升主管前核对",
        f"{timezone.localdate():%Y-%m-%d}",
        entry["id"][-8:],
    ):
        assert fact in words.replace("\n", ""), fact
    assert entry["actor"] == f"staff:{cast.staff('hr')}"
    assert f"staff:{cast.staff('counter')}" in entry["subjects"]
    assert entry["reasons"] == ["extract.promotion"]


def test_nobody_extracts_her_own_by_any_account_and_only_personnel_does(database: str) -> None:
    other = second_account("hr", role="counter")
    for staff in (cast.staff("hr"), other.person):
        with pytest.raises(gate.Denied) as refused:
            file.extract(
                cast.identity("hr"), staff=staff, purpose="promotion", reason="晋升前核对", viewer=_hr()
            )
        assert "people.same_person" in refused.value.decision.reasons
    with pytest.raises(gate.Denied):
        file.extract(
            cast.identity("officer"), staff=cast.staff("counter"), purpose="promotion", reason="核对档案",
            viewer=_hr(),
        )  # fmt: skip
    assert 'name="purpose"' in text(as_("hr").get(address()))
    assert 'name="purpose"' not in text(as_("hr").get(address("hr")))


def _hr() -> Staff:
    return Staff.objects.get(pk=cast.staff("hr"))


@pytest.mark.parametrize(
    "said", [{"purpose": "promotion", "reason": " "}, {"purpose": "gossip", "reason": "好奇看看"}]
)
def test_an_extract_has_a_reason(database: str, said: dict[str, str]) -> None:
    with pytest.raises(BadExtract):
        file.extract(cast.identity("hr"), staff=cast.staff("counter"), viewer=_hr(), **said)
    assert as_("hr").post(address(), said).status_code == 422
    assert entries(Action.FILE_EXTRACT) == []


def test_the_file_shows_what_is_still_out(database: str) -> None:
    permit = approved()
    assert permit.number in text(as_("hr").get(address()))
    assert permit.number in text(as_("counter").get(ME))


def test_the_page_about_oneself_shows_ones_own_looks_and_nobody_elses(database: str) -> None:
    counter = as_("counter")
    assert "本月没有查看过信息" in text(counter.get(ME))
    open_repair(counter)
    household(counter)
    assert reveal(counter, "phone").status_code == 200
    page = text(counter.get(ME))
    assert "1 次查看" in page
    assert found_in(page.encode(), of_cast()) == []
    assert "本月没有查看过信息" in text(as_("guard").get(ME))
    with gate.passage(cast.identity("counter"), Action.SELF_VIEW) as passage, pytest.raises(ValueError):
        own_uses(passage, [cast.staff("guard")], since=timezone.now())


@pytest.mark.req("PPL-10")
def test_a_commended_team_stands_in_each_file_and_on_the_notice_page(database: str) -> None:
    officer = as_("officer")
    form = officer.get(reverse("personnel:commend"))
    assert "云栖里全体人员" in text(form)
    team = _team("云栖里全体人员")
    said = {"award": "bonus", "title": "全年无违规", "words": "全年没有一次违规。", "team": team}
    assert officer.post(reverse("personnel:commend"), said).status_code == 302
    given = Commendation.objects.get()
    members = {"counter", "neighbour_desk", "supervisor", "manager", "cashier", "repair", "guard"}
    known = set(Commended.objects.values_list("staff__user__username", flat=True))
    assert known == members  # not the stranger of the other community, not the leaver
    board = text(as_("stranger").get(BOARD))
    assert "全年无违规" in board
    hr = as_("hr")
    for member in members:
        assert given.number in text(hr.get(address(member)))
        assert given.number in [notice.reference for notice in told(member)]
    assert given.number not in text(hr.get(address("stranger")))


def _team(words: str) -> str:
    return next(code for code, said in queries.teams() if said == words)


def test_the_officer_does_not_commend_herself_by_any_account(database: str) -> None:
    second = second_account("officer", role="counter")
    number = Staff.objects.get(pk=second.person).number
    for own in ("0036", number):
        with pytest.raises(gate.Denied):
            commending.commend(
                cast.identity("officer"), Praise("praise", "好", "很好", numbers=frozenset({own}))
            )
    with pytest.raises(gate.Denied):
        commending.commend(cast.identity("hr"), PRAISE)
    assert not Commendation.objects.exists()


@pytest.mark.parametrize(
    "praise",
    [
        Praise("praise", "好", "很好"),
        Praise("praise", " ", "很好", numbers=frozenset({"0031"})),
        Praise("medal", "好", "很好", numbers=frozenset({"0031"})),
        Praise("praise", "好", "很好", numbers=frozenset({"9999"})),
        Praise("praise", "好", "很好", team="c99999"),
    ],
)
def test_a_commendation_of_nobody_or_for_nothing_is_refused(database: str, praise: Praise) -> None:
    with pytest.raises(BadCommendation):
        commending.commend(cast.identity("officer"), praise)


def test_no_resident_is_named_on_the_notice_page_and_nothing_is_taken_back(database: str) -> None:
    words = f"为{cast.OWNER.name}（{cast.OWNER.phones[0]}）保密"
    given = commending.commend(
        cast.identity("officer"), Praise("praise", "拾金不昧", words, numbers=frozenset({"0031"}))
    )
    assert cast.OWNER.phones[0] not in text(as_("guard").get(BOARD))
    with pytest.raises(Error), gate.passage(cast.identity("officer"), Action.COMMENDATION_GIVE):
        Commendation.objects.filter(pk=given.pk).update(words="别的")

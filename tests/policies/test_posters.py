"""Sheets of the rules in force, and the register of where posters hang."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from pypdf import PdfReader

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.policies import posters, sheets
from lindun.policies.models import Poster
from lindun.policies.posters import BadPoster
from lindun.policies.sheets import Sheet
from tests import cast
from tests.notices.arrears import code, place
from tests.pages import entries, text
from tests.policies.hanging import hung
from tests.policies.texts import in_force, published, up_to_date
from tests.scoped import everywhere
from tests.signin import as_

REGISTER = reverse("policies:posters")
pytestmark = pytest.mark.usefixtures("database")


def printed(sheet: Sheet, name: str = "manager") -> PdfReader:
    answer = as_(name).get(reverse("policies:print", args=[sheet]))
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def words(read: PdfReader) -> str:
    return "".join(page.extract_text() for page in read.pages).replace("\n", "")


@pytest.mark.req("PPL-07")
def test_the_poster_shows_version_and_date_and_old_ones_are_listed_for_replacement() -> None:
    old = hung()
    new = published()
    assert new.decided_at is not None
    up_to_date("manager")
    shown = words(printed(Sheet.POSTER_A3))
    assert f"第2版 · {new.decided_at.astimezone():%Y-%m-%d}" in shown
    assert "快递单先撕后扔" in shown
    browser = as_("manager")
    listed = text(browser.get(REGISTER))
    assert "待更换" in listed
    assert old.spot in listed
    browser.post(reverse("policies:replace", args=[old.pk]))
    after = text(browser.get(REGISTER))
    assert "待更换" not in after
    with everywhere():
        was, now = Poster.objects.get(pk=old.pk), Poster.objects.exclude(pk=old.pk).get()
    assert (was.down_by_id, now.hung_by_id) == (cast.staff("manager"), cast.staff("manager"))
    assert (now.text_id, now.spot) == (new.pk, old.spot)
    assert was.down_at is not None
    assert entries(Action.POSTER_HANG)[-1]["reasons"] == ["poster.replaced", "version.2"]


@pytest.mark.parametrize(
    ("sheet", "millimetres"),
    [
        (Sheet.POSTER_A3, (297, 420)),
        (Sheet.POSTER_A4, (210, 297)),
        (Sheet.BOOKLET, (148, 210)),
        (Sheet.CARDS, (210, 297)),
    ],
)
def test_each_sheet_has_its_size_and_its_edition(sheet: Sheet, millimetres: tuple[int, int]) -> None:
    read = printed(sheet)
    box = read.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == millimetres
    assert "第1版" in words(read)
    assert "离座就锁屏" in words(read)
    assert len(read.pages) == 1 or sheet in {Sheet.BOOKLET, Sheet.CARDS}


def test_a_long_text_still_fits_one_poster() -> None:
    current = in_force()
    long = "很长很长的一条规定，要在海报上占去整整一行"
    current.chinese += "".join(f"\n# 第{one}章\n## {long}" for one in range(25))
    read = PdfReader(BytesIO(sheets.printed(Sheet.POSTER_A4, current)))
    assert len(read.pages) == 1


def test_what_looks_like_markup_is_words() -> None:
    current = in_force()
    current.chinese += "\n## #set page(fill: red) *粗* $x$ \\ @甲"
    assert "#set page(fill: red)" in words(PdfReader(BytesIO(sheets.printed(Sheet.CARDS, current))))


def test_a_poster_is_replaced_or_taken_down_once() -> None:
    manager, poster = cast.identity("manager"), hung()
    posters.replace(manager, poster=poster.pk)
    with pytest.raises(gate.NotHere):
        posters.take_down(manager, poster=poster.pk)
    with everywhere():
        assert Poster.objects.filter(down_at=None).count() == 1


def test_posters_lie_within_reach() -> None:
    poster = hung()
    assert as_("counter").get(REGISTER).status_code == 403
    assert as_("officer").post(reverse("policies:down", args=[poster.pk])).status_code == 302
    with pytest.raises(gate.Denied):
        posters.hang(cast.identity("counter"), place=place(), spot="电梯")
    with pytest.raises(BadPoster):
        posters.hang(cast.identity("manager"), place=place(), spot=" ")
    wrong = as_("manager").post(reverse("policies:hang"), {"place": "999", "spot": "电梯"})
    assert wrong.status_code == 422
    as_("manager").post(reverse("policies:hang"), {"place": code(), "spot": f"{cast.OWNER.phones[0]}旁"})
    with everywhere():
        assert cast.OWNER.phones[0] not in Poster.objects.get(down_at=None).spot


@pytest.mark.parametrize("change", [{"spot": "别处"}, {"hung_by_id": "guard"}])
def test_the_posting_record_stays(change: dict[str, Any]) -> None:
    poster = hung()
    said = {name: cast.staff(value) if name == "hung_by_id" else value for name, value in change.items()}
    with pytest.raises(Error, match="does not change"), everywhere(Action.POSTER_HANG):
        Poster.objects.filter(pk=poster.pk).update(**said)

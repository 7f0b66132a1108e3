"""What may not come in by roster: kinds of data without a level, personal data in remarks; and where from."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from lindun.catalogue import actions as catalogue
from lindun.catalogue.models import ClassificationTask
from lindun.gate.vocabulary import Happening
from lindun.organisation.models import Staff
from tests import cast, pages
from tests.residents import bringing
from tests.residents.bringing import HEADER, PEOPLE, table
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
CARD, CHAT, WORK = "6200001234567890128", "zhongli_wx", "某某设计院"


def with_unknown_kinds() -> bytes:
    rows = [(*person, CARD, CHAT, WORK, "2024-01-01") for person in PEOPLE]
    return table(rows, (*HEADER, "银行卡号", "微信", "工作单位", "登记日期"))


def stored_masks() -> set[tuple[str, str]]:
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT item, masked FROM vault_sealedvalue")
        return set(cursor.fetchall())


@pytest.mark.req("GOV-01")
def test_a_kind_without_a_level_is_refused_and_the_officer_is_asked() -> None:
    manager = as_("manager")
    before = {item for item, _masked in stored_masks()}
    roster = bringing.read(manager, with_unknown_kinds())
    columns = pages.text(bringing.page(manager, "import_columns", roster))
    assert "不在目录里" in columns
    assert "银行卡号、微信、工作单位" in columns
    bringing.act(manager, "import_confirm", roster)
    bringing.work()
    assert len(bringing.residents()) == 3
    assert {item for item, _masked in stored_masks()} == before
    assert not any("0128" in masked for _item, masked in stored_masks())

    waiting = pages.text(as_("officer").get(reverse("catalogue:unclassified")))
    assert all(kind in waiting for kind in ("银行卡号", "微信", "工作单位"))
    assert "登记日期" not in waiting
    refused = pages.entries(Happening.TYPE_REFUSED)
    assert [(entry["outcome"], entry["counts"]) for entry in refused] == [("denied", {"columns": 3})]


def test_the_officer_is_asked_once_about_a_kind() -> None:
    manager = as_("manager")
    bringing.read(manager, with_unknown_kinds())
    card = ClassificationTask.objects.get(label="银行卡号")
    catalogue.settle_classification(cast.identity("officer"), task=card.pk)
    bringing.read(manager, with_unknown_kinds())
    assert ClassificationTask.objects.filter(label="银行卡号").count() == 1
    assert ClassificationTask.objects.filter(label="微信").count() == 1


def test_a_column_that_is_a_known_kind_under_another_name_asks_nobody() -> None:
    header = (*HEADER, "家属手机", "楼层", "序号")
    bringing.read(as_("manager"), table([(*person, "16512349999", "1", "1") for person in PEOPLE], header))
    assert not ClassificationTask.objects.exists()


@pytest.mark.req("COL-04")
def test_personal_data_in_remarks_is_masked_and_the_supervisor_is_told() -> None:
    number = "330199198003079130"
    remarks = [*PEOPLE[0][:7], f"身份证{number}，有糖尿病"]
    officer = as_("officer")
    roster = bringing.read(officer, table([remarks, *PEOPLE[1:]]))
    page = pages.text(bringing.page(officer, "import_preview", roster))
    assert "备注里有身份证号、健康状况，已打码" in page
    assert number not in page
    assert "糖尿病" not in page

    alerts = pages.text(as_("supervisor").get(reverse("requests:alerts")))
    assert bringing.found(roster).number in alerts
    assert "身份证号" in alerts
    assert number not in alerts
    bringing.act(officer, "import_confirm", roster)
    bringing.work()
    assert len(pages.entries(Happening.OVERCOLLECTION)) == 1


@pytest.mark.req("COL-07")
def test_what_came_by_roster_says_so_with_collector_time_and_purpose() -> None:
    bringing.bring(as_("officer"), table())
    person = next(one for one in bringing.residents() if one.dwelling.room == "101")
    source = as_("manager").get(reverse("residents:source", args=[person.pk, "phone", 0]))
    page = pages.text(source)
    officer = Staff.objects.get(user__username="officer").name
    assert "名册导入" in page
    assert officer in page
    assert "入住交接" in page
    assert "今天" in page
    assert PEOPLE[0][4] not in page

"""Telling staff: whom, what, once, and shown to nobody else."""

from __future__ import annotations

import re
from uuid import uuid4

import psycopg
import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications import actions, kinds
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.notifications.models import Notification
from tests import cast
from tests.notifications.told import NUMBER, tell, told
from tests.pages import entries, text
from tests.signin import as_

LIST = "/notifications/"


def bell(browser: Client) -> int:
    """The count at the bell of some page."""
    found = re.search(r'bell__count" aria-hidden="true">(\d+)<', text(browser.get(LIST)))
    return int(found[1]) if found else 0


def test_everybody_told_sees_it_and_nobody_else(database: str) -> None:
    tell("manager", "officer")
    assert [one.reference for one in told("manager")] == [NUMBER]
    assert [one.reference for one in told("officer")] == [NUMBER]
    assert told("counter") == told("supervisor") == []


def test_the_same_thing_is_told_once_until_it_is_seen(database: str) -> None:
    for _again in range(3):
        tell("manager", "manager")
    tell("manager", kind=Kind.REQUEST_EXPIRED)
    assert len(told("manager")) == 2
    actions.mark_all_seen(cast.identity("manager"))
    tell("manager")
    assert [one.seen_at is None for one in told("manager")].count(True) == 1


def test_what_is_told_is_lost_with_the_work_it_belongs_to(database: str) -> None:
    with pytest.raises(gate.NotHere), gate.passage(cast.identity("counter"), Action.DESK_VIEW):
        notify(to=[cast.staff("manager")], kind=Kind.REQUEST_WAITS, reference=NUMBER, url="/")
        raise gate.NotHere
    assert told("manager") == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "request.gossip"}, "gossip"),
        ({"reference": "欧阳梓萱"}, "number"),
        ({"reference": "17012345678"}, "number"),
        ({"reference": "A-17012345678"}, "number"),
        ({"reference": ""}, "number"),
        ({"url": "https://elsewhere.example/"}, "page of the house"),
        ({"url": "/no/such/page/"}, "page of the house"),
        ({"url": "/residents/household/欧阳梓萱/"}, "page of the house"),
    ],
)
def test_nothing_but_a_kind_a_number_and_a_page_can_be_told(
    database: str, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said) as refusal:
        tell("manager", **wrong)
    assert "欧阳" not in str(refusal.value)
    assert told("manager") == []


def test_an_address_with_more_than_an_id_is_refused(database: str) -> None:
    reveal = reverse("residents:reveal", args=[uuid4(), "phone", 0])
    with pytest.raises(ValueError, match="one id and nothing else"):
        tell("manager", url=reveal)


def test_the_database_itself_holds_no_other_reference(database: str) -> None:
    row = {"kind": Kind.REQUEST_WAITS, "url_name": "requests:desk", "at": "2026-11-22T00:00:00Z"}
    manager = cast.staff("manager")
    with (
        pytest.raises(Error, match="notifications_reference_is_a_number"),
        gate.passage(cast.identity("counter"), Action.DESK_VIEW),
    ):
        Notification.objects.create(recipient_id=manager, reference="欧阳梓萱", **row)


def test_outside_a_passage_nobody_can_be_told(database: str) -> None:
    with pytest.raises(Error, match="row-level security"), transaction.atomic():
        notify(to=[cast.staff("manager")], kind=Kind.REQUEST_WAITS, reference=NUMBER, url="/")


def test_without_a_person_no_row_is_shown_to_the_serving_role(database: str) -> None:
    tell("manager")
    assert Notification.objects.count() == 0
    with gate.passage(cast.identity("general_manager"), Action.DESK_VIEW):
        assert Notification.objects.count() == 0
        assert Notification.objects.update(seen_at="2026-11-22T00:00:00Z") == 0
        assert Notification.objects.all().delete()[0] == 0
    assert [one.seen_at for one in told("manager")] == [None]


@pytest.mark.parametrize(
    "forged",
    [
        "person|9999999999|{pid}|{staff}|00",
        "person|9999999999|{pid}|{staff}",
        "v1|9999999999|{pid}|{staff}|00",
        "{staff}",
    ],
)
def test_a_person_cannot_be_claimed_by_injected_sql(database: str, forged: str) -> None:
    tell("manager")
    with pytest.raises(Error, match="person statement"), transaction.atomic(), connection.cursor() as cursor:
        pid = connection.connection.info.backend_pid
        statement = forged.format(pid=pid, staff=cast.staff("manager"))
        cursor.execute("SELECT set_config('lindun.person', %s, true)", [statement])
        cursor.execute("SELECT count(*) FROM notifications_notification")


def test_a_statement_of_another_connection_opens_nothing(database: str) -> None:
    tell("manager")
    with own(cast.identity("manager"), Action.NOTIFICATION_VIEW), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lindun.person')")
        (stolen,) = cursor.fetchone()
    connection.close()
    with (
        pytest.raises(Error, match="not for this connection"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('lindun.person', %s, true)", [stolen])
        cursor.execute("SELECT count(*) FROM notifications_notification")


def test_a_row_scope_is_no_person(database: str) -> None:
    """Both are signed with one key; a statement of the one kind is nothing as the other."""
    with gate.passage(cast.identity("manager"), Action.DESK_VIEW), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lindun.person', current_setting('lindun.scope'), true)")
        with pytest.raises(Error, match="malformed"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM notifications_notification")


def test_the_bell_counts_what_was_not_seen(database: str) -> None:
    manager, counter = as_("manager"), as_("counter")
    tell("manager")
    tell("manager", reference="SQ-1122-0007", kind=Kind.EMERGENCY_USED)
    assert (bell(manager), bell(counter)) == (2, 0)
    assert "申请 SQ-1122-4821 等您审批" in text(manager.get(LIST))
    assert "全部标为已看" in text(manager.get(LIST))
    manager.post(reverse("notifications:all_seen"))
    assert bell(manager) == 0


def test_the_bell_is_on_pages_drawn_inside_a_passage(database: str) -> None:
    tell("hr")
    assert 'bell__count" aria-hidden="true">1<' in text(as_("hr").get(reverse("organisation:staff")))


def test_following_marks_it_seen_and_leads_to_the_page(database: str) -> None:
    where = reverse("residents:household", args=[cast.dwelling(cast.OWNER)])
    tell("manager", url=where)
    browser, (mine,) = as_("manager"), told("manager")
    answer = browser.post(reverse("notifications:follow", args=[mine.pk]))
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert bell(browser) == 0


def test_following_somebody_elses_finds_nothing_and_is_recorded(database: str) -> None:
    tell("manager")
    (theirs,) = told("manager")
    answer = as_("counter").post(reverse("notifications:follow", args=[theirs.pk]))
    assert answer.status_code == 404
    last = entries(Action.NOTIFICATION_VIEW)[-1]
    assert (last["outcome"], last["reasons"]) == ("denied", ["place.out_of_reach"])
    assert told("manager")[0].seen_at is None


def test_what_was_seen_long_ago_is_forgotten(database: str, home: object) -> None:
    from lindun.config import postgres

    tell("manager")
    actions.mark_all_seen(cast.identity("manager"))
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:  # type: ignore[arg-type]
        admin.execute("UPDATE notifications_notification SET at = at - interval '91 days'")
    tell("manager", reference="SQ-1122-0008")
    assert actions.mark_all_seen(cast.identity("manager")) == 1
    assert [one.reference for one in told("manager")] == ["SQ-1122-0008"]


def test_every_kind_has_words_with_its_number_and_an_icon() -> None:
    for kind in Kind:
        assert NUMBER in kinds.sentence(kind, NUMBER)
        assert kinds.icon(kind)

"""Attacks on work-order links: SQL as the serving role, and a bearer who asks the gate for more."""

from __future__ import annotations

import base64
import hashlib
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from lindun import gate
from lindun.gate import Action
from lindun.sharing import opening
from lindun.sharing.actions import Made
from lindun.sharing.models import MOST_CALLS, LinkState
from lindun.sharing.rules import BEARING, LEADERS
from tests import cast
from tests.pages import entries
from tests.scoped import everywhere
from tests.sharing import bearers

pytestmark = pytest.mark.usefixtures("database")


def inject(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def made() -> Made:
    return bearers.sent()


def test_what_the_table_tells_opens_no_link(made: Made) -> None:
    """Whoever reads it has hashes under a key it does not hold: no token, and no PIN to try out."""
    ((token, pin),) = inject("SELECT token_digest, pin_digest FROM sharing_link")
    stored = bytes(token), bytes(pin)  # type: ignore[arg-type]
    for guess in (made.token, made.pin, f"{made.link.pk}{made.pin}", f"pin {made.link.pk}|{made.pin}"):
        for kind in ("sha256", "sha1", "md5"):
            assert hashlib.new(kind, guess.encode()).digest() not in stored
    from django.test import Client

    for said in (stored[0].hex(), base64.urlsafe_b64encode(stored[0]).decode()):
        assert Client().post(reverse("link:arrive"), {"token": said}).status_code == 403


CHANGES = [
    "UPDATE sharing_link SET dwelling_id = gen_random_uuid()",
    "UPDATE sharing_link SET building_id = building_id + 1",
    "UPDATE sharing_link SET expires_at = now() + interval '1 year'",
    "UPDATE sharing_link SET token_digest = decode(repeat('00', 32), 'hex')",
    "DELETE FROM sharing_link",
    "DELETE FROM sharing_linkstate",
    "TRUNCATE sharing_linkstate",
    "ALTER TABLE sharing_linkstate DISABLE TRIGGER ALL",
    "DROP TRIGGER only_onwards ON sharing_linkstate",
    "UPDATE sharing_linkstate SET views_left = views_left + 5",
    "UPDATE sharing_linkstate SET bound_digest = decode(repeat('00', 32), 'hex')",
    "UPDATE sharing_linkstate SET bound_digest = NULL",
    "UPDATE sharing_linkstate SET link_id = gen_random_uuid()",
    "UPDATE sharing_linkstate SET calls_left = calls_left + 5",
    "INSERT INTO sharing_linkstate (link_id, views_left, calls_left, pin_failures)"
    " SELECT id, 9, 9, 0 FROM sharing_link",
]


@pytest.mark.parametrize("action", [Action.LINK_OPEN, Action.LINK_PROVE])
@pytest.mark.parametrize("change", CHANGES)
def test_inside_a_bearers_own_passage_a_link_is_not_made_to_do_more(
    made: Made, change: str, action: str
) -> None:
    bearers.browser_of(made)
    before = inject(
        "SELECT l::text, s::text FROM sharing_link l JOIN sharing_linkstate s ON s.link_id = l.id"
    )
    with pytest.raises(Error), gate.passage(gate.Identity(link=made.link.pk), action):
        inject(change)
    after = inject("SELECT l::text, s::text FROM sharing_link l JOIN sharing_linkstate s ON s.link_id = l.id")
    assert after == before


@pytest.mark.parametrize("change", ["UPDATE sharing_linkstate SET views_left = 0", *CHANGES])
def test_outside_a_passage_nothing_changes(made: Made, change: str) -> None:
    with pytest.raises(Error), transaction.atomic():
        inject(change)
    assert LinkState.objects.get().views_left == 2


COPY = """
INSERT INTO sharing_link (id, token_digest, outsider, pin_digest, views, made_at, expires_at, building_id,
                          consent_id, recipient_id, dwelling_id, made_by_id, task_id)
SELECT gen_random_uuid(), decode(md5(random()::text), 'hex'), 'x', pin_digest, views, made_at, expires_at, %s,
       consent_id, recipient_id, %s, made_by_id, %s FROM sharing_link
"""


@pytest.mark.parametrize("action", [Action.LINK_OPEN, Action.DESK_VIEW, Action.LINK_MAKE])
def test_no_link_is_made_to_another_dwelling(made: Made, action: str) -> None:
    """Not even in the sender's own passage for making one: the task must be in reach and at that dwelling."""
    other = bearers.task_of("neighbour_desk", cast.ELSEWHERE)
    who = gate.Identity(link=made.link.pk) if action == Action.LINK_OPEN else cast.identity("counter")
    for building, dwelling, task in (
        (other.building_id, other.dwelling_id, other.pk),
        (made.task.building_id, cast.dwelling(cast.NEIGHBOUR), made.task.pk),
        (made.task.building_id, made.task.dwelling_id, other.pk),
    ):
        with pytest.raises(Error), gate.passage(who, action):
            inject(COPY, building, dwelling, task)
    assert inject("SELECT count(*) FROM sharing_link") == [(1,)]


def test_calls_are_not_seen_outside_their_building(made: Made) -> None:
    bearers.ask_for_a_call(made)
    assert inject("SELECT count(*) FROM sharing_call") == [(0,)]
    with gate.passage(cast.identity("neighbour_desk"), Action.DESK_VIEW):
        assert inject("SELECT count(*) FROM sharing_call") == [(0,)]


@pytest.mark.parametrize("action", sorted(set(Action) - set(BEARING)))
def test_a_bearer_may_do_nothing_else_at_the_gate(made: Made, action: str) -> None:
    bearer = gate.Identity(link=made.link.pk)
    with pytest.raises(gate.Denied) as refused, gate.passage(bearer, action):
        pass
    assert "action.not_for_role" in refused.value.decision.reasons
    assert entries(action)[-1]["actor"] == f"link:{made.link.pk}"


def test_a_bearer_opens_nothing_without_the_task_of_his_link(made: Made) -> None:
    bearer, owner = gate.Identity(link=made.link.pk), cast.resident(cast.OWNER)
    other = bearers.task_of("counter")
    for task, reason in ((None, "caller"), (other.number, None), ("WX-0000-0000", None)):
        with pytest.raises(gate.Denied) as refused:
            gate.reveal(bearer, subject=owner, items=["phone"], purpose="repair", task=task, reason=reason)
        assert "link.for_its_task_only" in refused.value.decision.reasons


@pytest.mark.parametrize(
    "person", [cast.NEIGHBOUR, cast.ELSEWHERE, cast.ABROAD], ids=["next", "far", "abroad"]
)
def test_a_bearer_opens_nothing_of_anybody_else(made: Made, person: cast.Character) -> None:
    with pytest.raises(gate.Denied):
        gate.reveal(
            gate.Identity(link=made.link.pk),
            subject=cast.resident(person),
            items=["phone"],
            purpose="repair",
            task=made.task.number,
        )


def test_the_gate_itself_counts_the_views(made: Made) -> None:
    """Whoever calls it: no page has to remember."""
    asked = {"subject": cast.resident(cast.OWNER), "items": ["phone"], "purpose": "repair"}
    bearer = gate.Identity(link=made.link.pk)
    bearers.browser_of(made)
    for _view in range(2):
        assert gate.reveal(bearer, **asked, task=made.task.number).values
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(bearer, **asked, task=made.task.number)
    assert refused.value.decision.reasons == ("link.used_up",)
    assert entries(Action.ITEM_REVEAL)[-1]["outcome"] == "denied"
    for _call in range(MOST_CALLS):
        assert gate.reveal(bearer, **asked, task=made.task.number, way="call").values
    with pytest.raises(gate.Denied):
        gate.reveal(bearer, **asked, task=made.task.number, way="call")
    with pytest.raises(gate.Denied):
        gate.reveal(bearer, **asked, task=made.task.number, way="print")


def test_a_link_nobody_made_is_nobody() -> None:
    with pytest.raises(gate.Denied), gate.passage(gate.Identity(link=uuid4()), Action.LINK_OPEN):
        pass


def test_a_bearers_passage_shows_his_building_alone(made: Made) -> None:
    with gate.passage(gate.Identity(link=made.link.pk), Action.LINK_OPEN):
        assert inject("SELECT DISTINCT building_id FROM residents_resident") == [(made.task.building_id,)]


def test_only_the_holder_and_leaders_send_a_task(made: Made) -> None:
    with pytest.raises(gate.NotHere):
        bearers.sent("guard", task=made.task)
    assert bearers.sent("supervisor", task=made.task).link.made_by_id == cast.staff("supervisor")
    assert LEADERS
    with everywhere():
        assert opening.views_left(made.link.pk) == 2

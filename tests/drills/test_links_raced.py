"""Drill: many at once at one link. The last view, the first proof, the fifth PIN and the call happen once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connections

from lindun import gate
from lindun.gate.vocabulary import Action, Happening
from lindun.sharing import calling, opening, proving, receiving
from lindun.sharing.closed import LinkClosed
from lindun.sharing.models import Call, LinkState
from tests import cast
from tests.pages import entries
from tests.scoped import everywhere
from tests.sharing import bearers

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("database")]
CLIENTS = 8
Result = TypeVar("Result")


def at_once(work: Callable[[], Result]) -> list[Result | str]:
    """The results of eight clients that begin together; a link that did not open gives its reason."""
    start = threading.Barrier(CLIENTS)

    def client() -> Result | str:
        start.wait(10)
        try:
            return work()
        except LinkClosed as closed:
            return closed.reason
        except gate.Denied as denied:
            return denied.decision.reasons[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [future.result() for future in [pool.submit(client) for _each in range(CLIENTS)]]


@pytest.mark.parametrize("views", [1, 3])
def test_exactly_the_allowed_number_opens(views: int) -> None:
    made = bearers.sent(views=views)
    browser, owner = bearers.browser_of(made), cast.resident(cast.OWNER)
    met = at_once(
        lambda: opening.open_value(made.link.pk, browser=browser, resident=owner, item="phone", ordinal=0)
    )
    opened = [one for one in met if not isinstance(one, str)]
    assert len(opened) == views
    assert [one for one in met if isinstance(one, str)] == ["link.used_up"] * (CLIENTS - views)
    assert LinkState.objects.get().views_left == 0
    allowed = [entry for entry in entries(Action.ITEM_REVEAL) if entry["outcome"] == "allowed"]
    assert len(allowed) == views


def test_the_first_browser_keeps_it() -> None:
    made = bearers.sent()
    met = at_once(lambda: proving.prove(made.link.pk, pin=made.pin, by=None))
    assert met.count("link.bound_elsewhere") == CLIENTS - 1
    (browser,) = (one for one in met if one != "link.bound_elsewhere")
    opening.accept(made.link.pk, browser=browser, version=receiving.current().version)
    assert opening.order(made.link.pk, browser=browser).people


def test_five_guesses_at_once_are_five_guesses() -> None:
    made = bearers.sent()
    wrong = "000001" if made.pin == "000000" else "000000"
    met = at_once(lambda: proving.prove(made.link.pk, pin=wrong, by=None))
    assert met.count("link.pin_wrong") == proving.MOST_PIN_FAILURES - 1
    assert met.count("link.locked") == CLIENTS - proving.MOST_PIN_FAILURES + 1
    assert len(entries(Happening.LINK_LOCKED)) == 1
    with pytest.raises(gate.Denied):
        proving.prove(made.link.pk, pin=made.pin, by=None)


def test_of_many_taps_one_calls() -> None:
    made = bearers.sent()
    browser, owner = bearers.browser_of(made), cast.resident(cast.OWNER)
    at_once(lambda: calling.call(made.link.pk, browser=browser, resident=owner, own_number="16699998888"))
    with everywhere():
        assert Call.objects.count() == 1
    assert len(entries(Happening.CALL_ASKED)) == 1

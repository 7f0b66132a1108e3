"""What a work order emits on its way: message, pages, log, rows, jobs. No clear value, no secret is in it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lindun.config.home import Home
from lindun.sharing import cookies, jobs
from tests import cast
from tests.leaks import walker
from tests.leaks.finder import of_cast
from tests.leaks.walker import Emitted
from tests.sharing import bearers
from tests.sharing.conftest import service
from tests.sharing.provider import Service
from tests.signin import as_

__all__ = ["service"]
pytestmark = pytest.mark.usefixtures("ledger_key")


def test_a_work_order_tells_nothing_on_its_way(database: str, home: Home, service: Service) -> None:
    emitted, sender, bearer = Emitted(), as_("counter"), Client()
    with walker.log_lines(emitted):
        sent = _send(emitted, sender)
        token = sent.context["message"].partition("#")[2].split()[0]
        link = sent.context["link"].pk
        _bear(emitted, bearer, link=str(link), token=token, pin=sent.context["pin"])
        sender.post(reverse("sharing:revoke", args=[link]))
        for browser in (sender, as_("supervisor")):
            walker.keep_answer(emitted, "list", browser.get(reverse("sharing:list")))
        walker.keep_answer(emitted, "closed", bearer.get(reverse("link:order", args=[link])))
        jobs.end_those_over(sent.context["task"].pk)
    walker.rows(emitted, home, database)
    assert emitted.leaks(of_cast()) == {}
    assert len(service.of("BindAxb")) == 1

    kept = bearer.cookies[cookies.KEPT].value.split("/")[1].split(":")[0]
    for secret in (token, kept, bearers.OWN_NUMBER):
        told = [place for place, seen in emitted.by_place.items() if secret.encode() in b"".join(seen)]
        assert [place for place in told if place not in {"sent body", "proved header"}] == []


def _send(emitted: Emitted, sender: Client):  # type: ignore[no-untyped-def]
    url = reverse("sharing:send", args=[bearers.task_of().pk])
    walker.keep_answer(emitted, "form", sender.get(url))
    wrong = {"to": cast.OWNER.phones[0], "views": 2, "hours": 4}
    answer = sender.post(url, wrong)
    assert answer.status_code == 422
    walker.keep_answer(emitted, "wrong", walker.without_what_was_typed(answer, cast.OWNER.phones[0]))
    sent = sender.post(url, {"to": bearers.somebody_outside(), "views": 2, "hours": 4})
    walker.keep_answer(emitted, "sent", sent)
    return sent


def _bear(emitted: Emitted, bearer: Client, *, link: str, token: str, pin: str) -> None:
    order, prove = (reverse(name, args=[link]) for name in ("link:order", "link:prove"))
    walker.keep_answer(emitted, "arrive", bearer.get(reverse("link:arrive")))
    walker.keep_answer(emitted, "guess", bearer.post(reverse("link:arrive"), {"token": cast.OWNER.name}))
    walker.keep_answer(emitted, "arrived", bearer.post(reverse("link:arrive"), {"token": token}))
    walker.keep_answer(emitted, "asked", bearer.get(order))
    walker.keep_answer(emitted, "wrong pin", bearer.post(prove, {"pin": cast.OWNER.phones[0]}))
    walker.keep_answer(emitted, "proved", bearer.post(prove, {"pin": pin}))
    walker.keep_answer(emitted, "rules", bearer.get(order))
    accept = reverse("link:accept", args=[link])
    walker.keep_answer(emitted, "accepted", bearer.post(accept, {"version": "1"}))
    walker.keep_answer(emitted, "order", bearer.get(order))
    call = reverse("link:call", args=[link, cast.resident(cast.OWNER)])
    walker.keep_answer(emitted, "no number", bearer.post(call, {"own_number": cast.OWNER.name}))
    walker.keep_answer(emitted, "called", bearer.post(call, {"own_number": bearers.OWN_NUMBER}))
    walker.keep_answer(emitted, "calling", bearer.get(order))
    for item in ("id_number", "name", "remark"):
        refused = bearer.post(bearers.open_url(link, item), headers={"HX-Request": "true"})  # type: ignore[arg-type]
        walker.keep_answer(emitted, "refused", refused)

"""Sending a work order of the cast's, and bearing it: by the actions, and in a browser of one's own."""

from __future__ import annotations

from uuid import UUID

from django.test import Client
from django.urls import reverse

from lindun.requests import actions as tasks
from lindun.requests.models import Task
from lindun.sharing import actions, calling, opening, proving, receiving
from lindun.sharing.actions import Made
from lindun.sharing.forms import OUTSIDE
from tests import cast
from tests.pages import HTMX
from tests.partners import partnering

FIRM = f"{partnering.FIRM} {partnering.WORKER}"  # as the mark shows them
OWN_NUMBER = "16699998888"


def task_of(who: str = "counter", person: cast.Character = cast.OWNER, purpose: str = "repair") -> Task:
    task, _cleaned = tasks.open_task(
        cast.identity(who), dwelling=cast.dwelling(person), purpose=purpose, summary="厨房漏水"
    )
    return task


def sent(
    who: str = "counter", *, to: str = "", views: int = 2, hours: int = 4, task: Task | None = None
) -> Made:
    """A work order sent to a member of the cast, or to somebody of a partner."""
    work = task or task_of(who)
    return actions.make_link(
        cast.identity(who),
        task=work.pk,
        assignee=cast.staff(to) if to else None,
        outside=None if to else partnering.outside(purpose=work.purpose_id),
        views=views,
        hours=hours,
    )


def somebody_outside() -> str:
    """Somebody of a partner as the form for sending names them."""
    to = partnering.outside()
    return f"{to.consent}{OUTSIDE}{to.person}"


def browser_of(made: Made) -> str:
    """What the outsider's browser keeps once he has proved himself; he has accepted the rules."""
    browser = proving.prove(proving.arrive(made.token, by=None), pin=made.pin, by=None)
    opening.accept(made.link.pk, browser=browser, version=receiving.current().version)
    return browser


def ask_for_a_call(made: Made, person: cast.Character = cast.OWNER) -> None:
    calling.call(
        made.link.pk, browser=browser_of(made), resident=cast.resident(person), own_number=OWN_NUMBER
    )


def arrive(browser: Client, made: Made) -> object:
    """Open the link: its page posts the token and is led on."""
    return browser.post(reverse("link:arrive"), {"token": made.token})


def proved(made: Made, browser: Client | None = None) -> Client:
    """A browser whose holder brought the token and the PIN, or is signed in, and accepted the rules."""
    browser = at_the_rules(made, browser)
    accept(browser, made)
    return browser


def at_the_rules(made: Made, browser: Client | None = None) -> Client:
    """The same, before he accepts anything."""
    browser = browser or Client()
    arrive(browser, made)
    browser.post(reverse("link:prove", args=[made.link.pk]), {"pin": made.pin})
    return browser


def accept(browser: Client, made: Made, version: int = 0):  # type: ignore[no-untyped-def]
    said = {"version": version or receiving.current().version}
    return browser.post(reverse("link:accept", args=[made.link.pk]), said)


def page(browser: Client, made: Made):  # type: ignore[no-untyped-def]
    return browser.get(reverse("link:order", args=[made.link.pk]))


def open_url(link: UUID, item: str = "phone", person: cast.Character = cast.OWNER, ordinal: int = 0) -> str:
    return reverse("link:open", args=[link, cast.resident(person), item, ordinal])


def open_value(browser: Client, made: Made, item: str = "phone", person: cast.Character = cast.OWNER):  # type: ignore[no-untyped-def]
    return browser.post(open_url(made.link.pk, item, person), headers=HTMX)


def call(browser: Client, made: Made, person: cast.Character = cast.OWNER, own: str = OWN_NUMBER):  # type: ignore[no-untyped-def]
    url = reverse("link:call", args=[made.link.pk, cast.resident(person)])
    return browser.post(url, {"own_number": own})

"""Walk the house and keep everything it emits: answers, log lines, rows, files."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from lindun.config import postgres
from lindun.config.home import Home
from lindun.organisation.sessions import SessionStore
from tests import cast
from tests.leaks.finder import Marked, found_in, found_raw
from tests.matrix import stage
from tests.matrix.calling import call
from tests.matrix.declared import WHO, Declared, declared
from tests.pages import HTMX

WITH_A_GRANT = {"residents:reveal", "sharing:call_connect"}
"""Here what the table presupposes is a task, or a colleague who waits for one: a grant. Walked without it."""


@dataclass
class Emitted:
    """What came out, and where."""

    by_place: dict[str, list[bytes]] = field(default_factory=dict)

    def keep(self, place: str, content: bytes | str) -> None:
        raw = content.encode() if isinstance(content, str) else content
        self.by_place.setdefault(place, []).append(raw)

    def leaks(self, marked: Iterable[Marked]) -> dict[str, list[str]]:
        """Place -> what was met there."""
        values = list(marked)
        met = {place: found_in(b"\n".join(contents), values) for place, contents in self.by_place.items()}
        return {place: found for place, found in met.items() if found}


def everywhere(emitted: Emitted, routes: Iterable[Declared] | None = None) -> None:
    """Every address as everybody, in both languages of answers: whole pages and fragments."""
    for route in declared() if routes is None else routes:
        for who in WHO:
            browser = stage.client(who)
            if route.route not in WITH_A_GRANT:
                stage.prepare(route.needs, browser, who)
            ask(emitted, browser, route, stage.arguments(route.arguments, who), who)


def ask(emitted: Emitted, browser: Client, route: Declared, arguments: list[object], who: str) -> Any:
    """The answer of an address; what it emits is kept, that of its fragments too."""
    answer = call(browser, route, arguments, who)
    keep_answer(emitted, f"{who} {route}", answer)
    if route.method == "get" and answer.status_code == 200:
        keep_answer(emitted, f"{who} {route}", browser.get(answer.request["PATH_INFO"], headers=HTMX))
    return answer


def keep_answer(emitted: Emitted, place: str, answer: Any) -> None:
    """Headers, cookies and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    emitted.keep(f"{place} header", headers + answer.cookies.output())
    emitted.keep(f"{place} body", answer.getvalue())


LISTS = ("residents:list", "requests:desk", "organisation:staff", "oversight:ledger", "catalogue:changes")
ORDERS = (
    "phone",
    "-phone",
    "name",
    "id_number",
    "plate",
    "masked",
    "ciphertext",
    "values__plaintext",
    "1",
    "'",
)


def lists_in_every_order(emitted: Emitted) -> None:
    """Lists with every purpose, page and a good many orders and filters nobody offers."""
    asked: list[dict[str, str]] = [{"sort": by, "order": by, "ordering": by, "o": by} for by in ORDERS]
    asked += [{"purpose": code, "page": "999"} for code in PURPOSES]
    asked += [{"q": value, "phone": value, "after": value, "before": value} for value in cast.OWNER.phones]
    for who in ("counter", "manager", "officer"):
        browser = stage.client(who)
        for name in LISTS:
            for query in asked:
                keep_answer(emitted, f"{who} {name} {sorted(query)}", browser.get(reverse(name), query))


PURPOSES = ("repair", "fee", "parking", "visitor", "complaint", "handover", "marketing")


def searches(emitted: Emitted) -> None:
    """Search for each value and parts of it, in a small reach and a wide one."""
    for who, purpose in (("counter", ""), ("manager", ""), ("manager", "repair"), ("stranger", "")):
        browser = stage.client(who)
        for typed in TYPED:
            answer = browser.post(reverse("residents:search"), {"q": typed, "purpose": purpose}, headers=HTMX)
            keep_answer(emitted, f"{who} search", without_what_was_typed(answer, typed))


def _typed() -> Iterator[str]:
    for person in cast.RESIDENTS:
        for value in (person.name, *person.phones, person.id_number, person.plate):
            yield from (
                value,
                value[:3],
                value[-4:],
                value[:-1],
                f"%{value[-4:]}",
                f"{value}'",
            )


TYPED = tuple(dict.fromkeys(_typed()))


def errors(emitted: Emitted) -> None:
    """Addresses and forms that are wrong, with marked values in them."""
    browser = stage.client("counter")
    browser.raise_request_exception = False
    for value in (cast.OWNER.name, *cast.OWNER.phones, cast.OWNER.id_number, cast.OWNER.plate):
        for answer in (
            browser.get(f"/residents/household/{value}/"),
            browser.get(f"/residents/{value}/phone/0/source/"),
            browser.post(reverse("residents:list"), {"q": value}),
            browser.get("/", headers={"host": f"{value}.example"}),
            browser.post(reverse("requests:task_new"), {"place": value, "purpose": "", "summary": value}),
            browser.post(reverse("residents:purpose", args=[cast.dwelling(cast.OWNER)]), {"choice": value}),
            Client(enforce_csrf_checks=True).post(
                reverse("account_login"), {"login": value, "password": value}
            ),
            Client().post(reverse("account_login"), {"login": value, "password": value}),
        ):
            keep_answer(emitted, f"error {answer.status_code}", without_what_was_typed(answer, value))


def without_what_was_typed(answer: Any, value: str) -> Any:
    """A form shows again what its own sender typed, in the very box it was typed into; nothing else may."""
    from django.http import HttpResponse
    from django.utils.html import escape

    kept = HttpResponse(
        answer.getvalue().replace(f'value="{escape(value)}"'.encode(), b""), headers=answer.headers
    )
    kept.cookies = answer.cookies
    return kept


@contextmanager
def log_lines(emitted: Emitted) -> Iterator[None]:
    """Everything the configured handlers would write, at the most talkative setting."""
    lines = StringIO()
    loggers = [logging.getLogger(name) for name in (None, "django.request", "lindun")]
    handlers = [h for logger in loggers for h in logger.handlers if type(h) is logging.StreamHandler]
    levels = [logger.level for logger in loggers]
    streams = [handler.stream for handler in handlers]  # not setStream: it flushes one that may be closed
    for handler in handlers:
        handler.stream = lines
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for handler, stream in zip(handlers, streams, strict=True):
            handler.stream = stream
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        emitted.keep("log", lines.getvalue())


def rows(emitted: Emitted, home: Home, database: str) -> None:
    """Every table as the superuser reads it: ledger, sessions, jobs, reports, alerts, caches, tokens."""
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'scope')"
        ).fetchall()
        for schema, table in tables:
            found = connection.execute(f'SELECT t::text FROM "{schema}"."{table}" t').fetchall()
            emitted.keep(f"table {schema}.{table}", "\n".join(text for (text,) in found))
    for session in Session.objects.all():
        kept = SessionStore(session.session_key).load()
        emitted.keep("session", json.dumps(kept, ensure_ascii=False, default=str))


def files(folder: Path) -> dict[str, Path]:
    """Every file below a folder that still exists."""
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def leaks_in_files(folder: Path, marked: Iterable[Marked]) -> dict[str, list[str]]:
    """Files, their names included, that hold a marked value."""
    values, met = list(marked), {}
    for name, path in files(folder).items():
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # a server's temporary file
        if found := found_raw(name.encode() + b"\n" + content, values):
            met[name] = found
    return met

"""What belongs to the actor herself and to nobody else, e.g. what she has been told.

No permit decides here and looking makes no entry: everybody in post may see her own, and the database shows
nobody another's. Asking for somebody else's is an entry, as every refusal is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction

from lindun.core.policy import Access
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import NotHere, actor_facts, house_facts, row_scope
from lindun.gate.registry import rules
from lindun.scope import opening
from lindun.scope.persons import open_person, person_statement
from lindun.scope.statements import run


@contextmanager
def own(who: Identity, action: str) -> Iterator[None]:
    """A transaction in which the rows that belong to `who` are visible, besides what is visible already.

    It may run inside a passage: the bell is drawn on pages that are rendered there. action: what a refusal
    is recorded as. Raises NotHere (raised by the body, recorded), ValueError for a part of the system.
    """
    try:
        with transaction.atomic():
            open_person(who.person)
            yield
    except NotHere:
        with transaction.atomic():
            entries.write(who, What(action=action, outcome="denied", reasons=("place.out_of_reach",)))
        raise


def ask_own(who: Identity, query: str) -> int:
    """One number about what belongs to `who`, by one statement: for what is drawn on every page.

    query: a SELECT of one number without parameters, from an app's facts. PostgreSQL evaluates it after the
    common table expression that opens it; were it the other way round it would count nothing.
    """
    opened = "WITH opened AS MATERIALIZED (SELECT set_config('lindun.person', %(person)s, true))"
    ((number,),) = run(f"{opened} SELECT ({query}) FROM opened", {"person": person_statement(who.person)})  # noqa: S608
    return int(number)


def count_for(who: Identity, action: str, query: str, parameters: Mapping[str, object]) -> int:
    """How many wait for `who` to do this action, within her reach for it: for what is drawn on every page.

    A number, no row: no entry is made, and somebody whom the gate would refuse is told nothing. query: a
    SELECT of one number from an app's facts, with named parameters. The row scope is
    open for this one statement and as before after it: a page may be drawn in a passage of another reach.
    """
    actor = actor_facts(who)
    asked = Access(actor=actor, action=action, now=datetime.now(UTC), house=house_facts())
    if not rules.decide(asked).allowed:
        return 0
    scope = opening.statement(row_scope(rules.extent(actor, action)))
    ((number,),) = run(_COUNTED.format(query=query), {**parameters, "scope": scope})
    return int(number)


_COUNTED = """
WITH opened AS MATERIALIZED (
    SELECT current_setting('lindun.scope', true) AS before, set_config('lindun.scope', %(scope)s, true)
), counted AS MATERIALIZED (SELECT ({query}) AS n FROM opened
), closed AS MATERIALIZED (
    SELECT set_config('lindun.scope', coalesce(before, ''), true) FROM opened, counted
) SELECT n FROM counted, closed
"""

"""What belongs to the actor herself and to nobody else, e.g. what she has been told.

No permit decides here and looking makes no entry: everybody in post may see her own, and the database shows
nobody another's. Asking for somebody else's is an entry, as every refusal is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import NotHere
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

"""Search by token in a million sealed residents against a clear column with a B-tree.

Either side finds the ids of who has a number: once as an application does it (ours in an open passage, theirs
with Django's ORM), once the prepared statement alone. The residents of an import are real; those that make up
the million are filled in by SQL, with random tokens of the right size, so that tables and indexes are as
large and as deep as a million sealed residents make them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from bench import company
from bench.table import Result, seconds, time_ratio

TOTAL = 1_000_000
COMMUNITIES = 300
MOST = 31
SYNTHETIC = (("name", "whole"), ("name", "surname"), ("phone", "whole"), ("phone", "tail4"))
ROUNDS, PEOPLE = 15, 50
Search = Callable[[str], Sequence[Any]]

_PLACES = """
INSERT INTO estates_community (code, name)
SELECT 'far' || n, '测试苑' || n FROM generate_series(2, %(communities)s) n;
INSERT INTO estates_building (community_id, name)
SELECT id, '1' FROM estates_community WHERE starts_with(code, 'far');
INSERT INTO estates_dwelling (id, community_id, building_id, unit, room)
SELECT gen_random_uuid(), community_id, id, '1', '101' FROM estates_building
 WHERE community_id IN (SELECT id FROM estates_community WHERE starts_with(code, 'far'));
"""
_RESIDENTS = """
CREATE TEMP TABLE filling AS
SELECT gen_random_uuid() AS id, home.* FROM generate_series(1, %(missing)s) n
  JOIN (SELECT row_number() OVER () - 1 AS place, id AS dwelling_id, community_id, building_id
          FROM estates_dwelling WHERE community_id IN
               (SELECT id FROM estates_community WHERE starts_with(code, 'far'))) home
    ON home.place = n %% %(others)s;
INSERT INTO residents_resident (id, community_id, building_id, dwelling_id, relation, move_in, created)
SELECT id, community_id, building_id, dwelling_id, 'owner', '', now() FROM filling ORDER BY id;
"""
_TOKENS = """
DROP INDEX vault_token_by_subject;
INSERT INTO vault_token (token, value_id, subject_id, building_id, item, form, community_id)
SELECT uuid_send(gen_random_uuid()) AS token, gen_random_uuid(), filling.id, building_id, item, form,
       community_id
  FROM filling, unnest(%(items)s::text[], %(forms)s::text[]) AS searched(item, form) ORDER BY token;
CREATE INDEX vault_token_by_subject ON vault_token (subject_id);
"""
_CLEAR = """
INSERT INTO bench_resident
       (community_id, building, unit, room, name, phone, id_number, plate, move_in, remark)
SELECT community_id, '1', '1', '101', left(md5(id::text), 3), '1' || (3e9 + random() * 6e9)::bigint,
       '330199' || (1e11 + random() * 8e11)::bigint, left(md5(id::text), 7), '2020-01-01', '' FROM filling;
"""
_BY_PHONE = "SELECT id FROM bench_resident WHERE phone = %s LIMIT 31"
_BY_TAIL = (
    "SELECT id FROM bench_resident WHERE community_id = 1 AND right(phone, 4) = %s ORDER BY id LIMIT 31"
)


def measure(staff: dict[str, UUID]) -> list[Result]:
    enlarge()
    phones = _phones()
    tails = [phone[-4:] for phone in phones]
    million = f"{TOTAL:,}"
    one, all_of_them = staff["manager"], staff["general_manager"]
    return [
        *_compare(f"exact phone in {million}, one community", one, phones, (_by_phone, _BY_PHONE), 1.5),
        *_compare(
            f"exact phone in {million}, {COMMUNITIES} communities",
            all_of_them,
            phones,
            (_by_phone, _BY_PHONE),
            1.5,
        ),
        *_compare(f"last four in one community of {million}", one, tails, (_by_tail, _BY_TAIL), 2.0),
    ]


def _compare(
    work: str, staff: UUID, asked: list[str], clear: tuple[Search, str], at_most: float
) -> list[Result]:
    from lindun import gate

    who = gate.Identity(staff=staff, second_factor=True)
    with gate.passage(who, gate.Action.RESIDENT_SEARCH) as passage:
        _sealed(passage)(asked[0])  # a process unwraps the key of a community once
    with gate.passage(who, gate.Action.RESIDENT_SEARCH) as passage:
        whole = _alternate(_sealed(passage), clear[0], asked)
        tokens = {text: _tokens(passage, text) for text in asked}
        alone = _alternate(_by_token(tokens), _by_statement(clear[1]), asked)
    return [
        time_ratio(work, ours=whole[0], theirs=whole[1], at_most=at_most),
        time_ratio("   its statement alone", ours=alone[0], theirs=alone[1], at_most=at_most),
    ]


def _alternate(sealed: Search, clear: Search, asked: list[str]) -> tuple[list[float], list[float]]:
    """Average seconds of one search on either side, round by round."""

    def all_with(search: Search) -> float:
        return seconds(lambda: [_found(search, text) for text in asked]) / len(asked)

    pairs = [(all_with(sealed), all_with(clear)) for _ in range(ROUNDS + 2)]
    ours, theirs = zip(*pairs[2:], strict=True)  # the first rounds prepare statements and read pages
    return list(ours), list(theirs)


def _found(search: Search, text: str) -> Sequence[Any]:
    found = search(text)
    assert found, "everybody searched for is there"
    return found


def _sealed(passage: Any) -> Search:
    from lindun.gate import values

    communities = sorted(passage.extent.communities)
    return lambda text: values.find(passage, _forms(text), communities=communities, most=MOST)


def _forms(text: str) -> list[Any]:
    from lindun.core.identifiers.search import query_forms
    from lindun.residents.queries import SEARCHABLE

    return [form for form in query_forms(text) if form[0] in SEARCHABLE]


def _tokens(passage: Any, text: str) -> list[bytes]:
    from lindun.vault import queries as vault
    from lindun.vault.records import SearchForm

    communities = sorted(passage.extent.communities)
    return [
        token
        for kind, form, value in _forms(text)
        for token in vault.search_tokens(communities, SearchForm(kind.lower(), form, value))
    ]


def _by_token(tokens: dict[str, list[bytes]]) -> Search:
    from lindun.vault import queries as vault

    return lambda text: vault.find_subjects(tokens[text], limit=MOST)


def _by_statement(statement: str) -> Search:
    return lambda text: connection.connection.execute(statement, [text]).fetchall()


def _by_phone(text: str) -> Sequence[Any]:
    from bench.clear import ClearResident

    return list(ClearResident._default_manager.filter(phone=text).values_list("pk", flat=True)[:MOST])


def _by_tail(text: str) -> Sequence[Any]:
    from django.db.models.functions import Right

    from bench.clear import ClearResident

    ending = ClearResident._default_manager.alias(tail=Right("phone", 4)).filter(community_id=1, tail=text)
    return list(ending.order_by("pk").values_list("pk", flat=True)[:MOST])


def _phones() -> list[str]:
    """Numbers of real residents who have one phone each."""
    with company.superuser() as database:
        rows = database.execute(
            "SELECT phone FROM bench_resident WHERE number IS NOT NULL AND phone !~ '/' ORDER BY id LIMIT %s",
            [PEOPLE],
        ).fetchall()
    return [phone for (phone,) in rows]


def enlarge() -> None:
    """Make up the million, on both sides."""
    items, forms = (list(column) for column in zip(*SYNTHETIC, strict=True))
    with company.superuser() as database:
        (there,) = database.execute("SELECT count(*) FROM residents_resident").fetchone() or (0,)
        values = {
            "communities": COMMUNITIES,
            "others": COMMUNITIES - 1,
            "missing": TOTAL - there,
            "items": items,
            "forms": forms,
        }
        for script in (_PLACES, _RESIDENTS, _TOKENS, _CLEAR):
            for statement in filter(str.strip, script.split(";\n")):
                used = {name: value for name, value in values.items() if f"%({name})s" in statement}
                database.execute(statement, used)
    _give_keys()
    company.analyse()


def _give_keys() -> None:
    """A key for each community, as its first resident would have brought."""
    from lindun import gate
    from lindun.estates.models import Community
    from lindun.vault import actions as vault

    with gate.passage(gate.Identity(system="operator"), gate.Action.ROSTER_IMPORT, writes=True) as passage:
        others = Community.objects.filter(code__startswith="far").values_list("pk", flat=True)
        for community in others:
            vault.create_community_key(community_id=community)
        passage.saw(communities=len(others))

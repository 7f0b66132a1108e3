"""Seal, find, open, replace, destroy, rotate: against the real server, as the serving role."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, connections, transaction
from tests.vault.people import (
    BUILDING,
    HERE,
    NAME,
    NEXT_DOOR,
    PHONE,
    SOURCE,
    THERE,
    in_scope,
    name,
    phone,
    storage,
)

from lindun.config.home import Home
from lindun.core.sealing import MAX_MESSAGES_PER_KEY, InvalidInputError, KeyExhaustedError, NotAuthenticError
from lindun.vault import actions, keyring, queries
from lindun.vault.errors import (
    CommunityKeyExistsError,
    CommunityKeyMissingError,
    NoTransactionError,
    SubjectDestroyedError,
    SubjectExistsError,
    SubjectUnknownError,
)
from lindun.vault.records import SealedRow, SearchForm, Subject
from lindun.vault.sealer import sealing

PROTECTED = ("vault_communitykey", "vault_subjectkey", "vault_sealedvalue", "vault_token")
WHOLE = SearchForm("phone", "whole", PHONE)


def _fetch(person: Subject, *items: str) -> list[SealedRow]:
    with in_scope(HERE, THERE):
        return queries.fetch_sealed([person.id], items or ("name", "phone"))


def _find(form: SearchForm, community: int = HERE) -> list[uuid.UUID]:
    with in_scope(community):
        return queries.find_subjects(queries.search_tokens([community], form))


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def _behind_the_back(statement: str, *arguments: object) -> None:
    """Change storage as the superuser, past the row scope."""
    with storage() as admin:
        admin.execute(statement.encode(), arguments)


def test_sealed_values_open_after_the_transaction(person: Subject) -> None:
    rows = _fetch(person)
    assert [(row.item, row.masked) for row in rows] == [("name", "欧阳**"), ("phone", "139****5678")]
    assert [value.expose() for value in queries.open_values(rows)] == [NAME, PHONE]


def test_source_of_every_value_is_kept(person: Subject) -> None:
    assert {row.source for row in _fetch(person)} == {SOURCE}


def test_rows_and_new_values_do_not_show_what_they_hold(person: Subject) -> None:
    (row,) = _fetch(person, "phone")
    for shown in (repr(row), str(row), repr(phone()), repr(phone().forms), f"{queries.open_value(row)!r}"):
        assert "5678" not in shown


@pytest.mark.parametrize("table", PROTECTED)
def test_outside_a_scope_every_table_is_empty(person: Subject, table: str) -> None:
    assert _count(table) == 0
    with transaction.atomic():
        assert _count(table) == 0
    with in_scope(HERE):
        assert _count(table) > 0


def test_row_scope_is_forced_on_every_table(vault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity",
            [list(PROTECTED)],
        )
        assert {row[0] for row in cursor.fetchall()} == set(PROTECTED)


def test_another_community_or_building_sees_nobody(person: Subject) -> None:
    with in_scope(THERE):
        assert queries.fetch_sealed([person.id], ["phone"]) == []
        assert queries.masked_values([person.id], ["phone"]) == {}
    with in_scope(buildings=(NEXT_DOOR,)):
        assert queries.fetch_sealed([person.id], ["phone"]) == []


def test_a_scope_of_one_building_is_enough_to_open(person: Subject) -> None:
    with in_scope(buildings=(BUILDING,)):
        rows = queries.fetch_sealed([person.id], ["phone"])
    assert queries.open_value(rows[0]).expose() == PHONE


def test_masked_values_come_without_any_key(person: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "_load", None)
    with in_scope(HERE):
        assert queries.masked_values([person.id], ["phone"]) == {person.id: {"phone": ["139****5678"]}}


def test_found_by_whole_and_by_last_four_in_their_own_community_only(person: Subject) -> None:
    assert _find(WHOLE) == [person.id]
    assert _find(SearchForm("phone", "last4", "5678")) == [person.id]
    assert _find(SearchForm("phone", "last4", "5679")) == []
    assert _find(SearchForm("name", "last4", "5678")) == []
    assert _find(WHOLE, THERE) == []


def test_same_phone_has_other_tokens_in_another_community(person: Subject) -> None:
    with in_scope(HERE, THERE):
        here, there = queries.search_tokens([HERE, THERE], WHOLE)
        assert queries.find_subjects([here]) == [person.id]
        assert queries.find_subjects([there]) == []


def test_community_without_keys_is_searched_in_vain_not_in_error(person: Subject) -> None:
    with in_scope(HERE, 7009):
        assert queries.find_subjects(queries.search_tokens([7009, HERE], WHOLE)) == [person.id]


def test_search_for_nothing_is_refused(vault: str) -> None:
    with in_scope(HERE), pytest.raises(InvalidInputError):
        queries.search_tokens([HERE], SearchForm("phone", "whole", ""))


def test_more_values_can_be_added_later(person: Subject) -> None:
    with in_scope(HERE):
        actions.seal_values(subject=person, values=[phone("13900000002", ordinal=1)])
    assert [v.expose() for v in queries.open_values(_fetch(person, "phone"))] == [PHONE, "13900000002"]


def test_same_item_and_ordinal_twice_is_refused(person: Subject) -> None:
    with pytest.raises(SubjectExistsError), in_scope(HERE):
        actions.seal_values(subject=person, values=[phone()])


def test_a_person_is_kept_in_one_place(person: Subject) -> None:
    elsewhere = person._replace(building_id=NEXT_DOOR)
    with pytest.raises(SubjectExistsError), in_scope(HERE):
        actions.seal_values(subject=elsewhere, values=[phone(ordinal=1)])


def test_replaced_value_opens_and_is_found_as_the_new_one(person: Subject) -> None:
    (row,) = _fetch(person, "phone")
    with in_scope(HERE):
        assert actions.replace_value(value_id=row.id, value=phone("13800001111")) == 2
    (new,) = _fetch(person, "phone")
    assert (new.version, new.masked) == (2, "138****1111")
    assert queries.open_value(new).expose() == "13800001111"
    assert _find(WHOLE) == []
    assert _find(SearchForm("phone", "last4", "1111")) == [person.id]


def test_replacing_a_value_out_of_scope_or_of_another_item_is_refused(person: Subject) -> None:
    (row,) = _fetch(person, "phone")
    with in_scope(THERE), pytest.raises(SubjectUnknownError):
        actions.replace_value(value_id=row.id, value=phone())
    with in_scope(HERE), pytest.raises(SubjectUnknownError):
        actions.replace_value(value_id=row.id, value=name())


def test_destroyed_person_is_gone_from_rows_search_and_masks(person: Subject) -> None:
    before = _fetch(person)
    with in_scope(HERE):
        destroyed = actions.destroy_subject_key(subject_id=person.id)
    assert (destroyed.values, destroyed.tokens) == (2, 3)
    assert _fetch(person) == []
    assert _find(WHOLE) == []
    assert len(before) == 2
    with in_scope(HERE):
        assert queries.masked_values([person.id], ["name", "phone"]) == {}
        with pytest.raises(SubjectDestroyedError):
            actions.seal_values(subject=person, values=[phone()])
    with in_scope(HERE), pytest.raises(SubjectDestroyedError):
        actions.destroy_subject_key(subject_id=person.id)


def test_values_put_back_after_destruction_do_not_open(person: Subject) -> None:
    """A table restored from a backup without its key: the rows are there, and nothing opens them."""
    with storage() as admin:
        admin.execute("CREATE TABLE kept AS SELECT * FROM vault_sealedvalue")
        with in_scope(HERE):
            actions.destroy_subject_key(subject_id=person.id)
        admin.execute("INSERT INTO vault_sealedvalue SELECT * FROM kept")
    assert _fetch(person) == []


def test_rotation_keeps_everything_readable(person: Subject) -> None:
    before = _fetch(person)
    with in_scope(HERE):
        rotated = actions.rotate_community_key(community_id=HERE)
    assert (rotated.version, rotated.rewrapped) == (2, 1)
    after = _fetch(person)
    assert [row.ciphertext for row in after] == [row.ciphertext for row in before]
    assert [row.opener.wrapped for row in after] != [row.opener.wrapped for row in before]
    assert [value.expose() for value in queries.open_values(after)] == [NAME, PHONE]
    assert _find(WHOLE) == [person.id]


def test_people_sealed_after_a_rotation_use_the_new_key(person: Subject) -> None:
    newcomer = Subject(uuid.uuid4(), HERE, BUILDING)
    with in_scope(HERE):
        actions.rotate_community_key(community_id=HERE)
        actions.seal_values(subject=newcomer, values=[phone("13800002222")])
    with in_scope(HERE), connection.cursor() as cursor:
        cursor.execute("SELECT community_version FROM vault_subjectkey WHERE subject_id = %s", [newcomer.id])
        assert cursor.fetchone() == (2,)
    assert queries.open_values(_fetch(newcomer))[0].expose() == "13800002222"


def test_key_made_in_a_rolled_back_transaction_is_not_remembered(vault: str) -> None:
    """Otherwise this process would go on sealing with a key that nobody stored."""
    subject = Subject(uuid.uuid4(), 7003, BUILDING)
    with in_scope(7003):
        actions.create_community_key(community_id=7003)
        actions.seal_values(subject=subject, values=[phone()])
        transaction.set_rollback(True)
    with in_scope(7003):
        actions.create_community_key(community_id=7003)
        actions.seal_values(subject=subject, values=[phone()])
        keyring._cache._keys.clear()
    with in_scope(7003):
        rows = queries.fetch_sealed([subject.id], ["phone"])
    assert queries.open_value(rows[0]).expose() == PHONE


def test_community_gets_its_keys_once(vault: str) -> None:
    with pytest.raises(CommunityKeyExistsError), in_scope(HERE):
        actions.create_community_key(community_id=HERE)


def test_community_without_key_seals_nothing(vault: str) -> None:
    with in_scope(7009), pytest.raises(CommunityKeyMissingError):
        actions.seal_values(subject=Subject(uuid.uuid4(), 7009, 1), values=[phone()])


def test_writing_outside_a_transaction_is_refused(vault: str) -> None:
    with pytest.raises(NoTransactionError):
        actions.seal_values(subject=Subject(uuid.uuid4(), HERE, BUILDING), values=[phone()])


def test_rows_of_another_community_cannot_be_written(vault: str) -> None:
    with in_scope(HERE, THERE):
        rows = actions.sealer_of(community_id=THERE).seal_new_subjects(
            [(Subject(uuid.uuid4(), THERE, BUILDING), [phone()])]
        )
    with pytest.raises(Exception, match="row-level security"), in_scope(HERE):
        actions.store_sealed(rows=rows)


def test_bound_on_messages_of_a_data_key_is_held_by_the_database(person: Subject) -> None:
    _behind_the_back("UPDATE vault_subjectkey SET messages = %s", MAX_MESSAGES_PER_KEY - 1)
    with in_scope(HERE):
        actions.seal_values(subject=person, values=[phone("13800003333", ordinal=1)])
    with pytest.raises(KeyExhaustedError), in_scope(HERE):
        actions.seal_values(subject=person, values=[phone("13800004444", ordinal=2)])
    with pytest.raises(IntegrityError, match="vault_message_bound"), in_scope(HERE):
        connection.cursor().execute("UPDATE vault_subjectkey SET messages = messages + 1")


def test_bound_on_messages_of_community_keys_is_held_by_the_database(vault: str) -> None:
    _behind_the_back("SELECT setval('vault_subjectkey_wrap_number_seq', %s)", MAX_MESSAGES_PER_KEY)
    with pytest.raises(KeyExhaustedError), in_scope(HERE):
        actions.seal_values(subject=Subject(uuid.uuid4(), HERE, BUILDING), values=[phone()])


def test_row_altered_in_storage_does_not_open(person: Subject) -> None:
    _behind_the_back("UPDATE vault_sealedvalue SET masked = '138****0000' WHERE item = 'phone'")
    with pytest.raises(NotAuthenticError):
        queries.open_values(_fetch(person))


def test_values_swapped_between_two_people_do_not_open(person: Subject) -> None:
    other = Subject(uuid.uuid4(), HERE, BUILDING)
    with in_scope(HERE):
        actions.seal_values(subject=other, values=[phone("13800005555")])
    _behind_the_back(
        "UPDATE vault_sealedvalue v SET ciphertext = o.ciphertext, masked = o.masked FROM vault_sealedvalue o"
        " WHERE v.item = 'phone' AND o.item = 'phone' AND v.subject_id <> o.subject_id"
    )
    for victim in (person, other):
        with pytest.raises(NotAuthenticError):
            queries.open_values(_fetch(victim, "phone"))


def test_import_in_batches_stores_everybody_once(vault: str) -> None:
    people = [(Subject(uuid.uuid4(), HERE, BUILDING), [phone(f"138{n:08}")]) for n in range(25)]
    with in_scope(HERE):
        sealer = actions.sealer_of(community_id=HERE)
    sizes = []
    with sealing(sealer, people, batch=10) as batches:
        for rows in batches:
            sizes.append(len(rows.keys))
            with in_scope(HERE):
                actions.store_sealed(rows=rows)
    assert sizes == [10, 10, 5]
    for subject, values in (people[0], people[-1]):
        assert queries.open_values(_fetch(subject))[0].expose() == values[0].plaintext
        assert _find(SearchForm(*values[0].forms[0])) == [subject.id]


def test_exact_search_uses_the_index_under_row_scope(person: Subject) -> None:
    with in_scope(HERE):
        tokens = queries.search_tokens([HERE], WHOLE)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "EXPLAIN SELECT DISTINCT subject_id FROM vault_token WHERE token = ANY(%b)", [tokens]
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Cond: (token = ANY" in plan


def test_no_plaintext_in_the_files_of_the_server(person: Subject, home: Home) -> None:
    _behind_the_back("CHECKPOINT")
    connections["default"].close()
    needles = [PHONE.encode(), NAME.encode(), NAME.encode("utf-16-le")]
    found_masked = False
    for file in home.postgres.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(needle in content for needle in needles), file.name
            found_masked = found_masked or b"139****5678" in content
    assert found_masked  # the walk did read the table's file

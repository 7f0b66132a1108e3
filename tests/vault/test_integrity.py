"""STO-07: what is altered directly in storage is found, named and timed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from tests.vault.people import BUILDING, HERE, THERE, in_scope, name, phone, storage

from lindun.vault import actions, integrity
from lindun.vault.integrity import AlteredError, Report, verify_integrity
from lindun.vault.records import Subject

ALTERATIONS = [
    ("UPDATE vault_sealedvalue SET masked = '138****0000' WHERE item = 'phone'", integrity.VALUE_ALTERED),
    ("UPDATE vault_sealedvalue SET purpose = 'marketing' WHERE item = 'phone'", integrity.VALUE_ALTERED),
    ("UPDATE vault_sealedvalue SET collected_at = now() WHERE item = 'phone'", integrity.VALUE_ALTERED),
    ("UPDATE vault_sealedvalue SET building_id = 72 WHERE item = 'phone'", integrity.VALUE_ALTERED),
    ("UPDATE vault_sealedvalue SET item = 'phone2' WHERE item = 'phone'", integrity.VALUE_ALTERED),
    (
        "UPDATE vault_sealedvalue SET ciphertext = set_byte(ciphertext, 40, 255 - get_byte(ciphertext, 40))"
        " WHERE item = 'phone'",
        integrity.VALUE_ALTERED,
    ),
    ("DELETE FROM vault_sealedvalue WHERE item = 'phone'", integrity.SET_ALTERED),
    ("DELETE FROM vault_token WHERE form = 'last4'", integrity.SET_ALTERED),
    ("UPDATE vault_token SET building_id = 72 WHERE form = 'last4'", integrity.SET_ALTERED),
    ("UPDATE vault_token SET token = sha256(token) WHERE form = 'last4'", integrity.SET_ALTERED),
    ("UPDATE vault_subjectkey SET wrapped = set_byte(wrapped, 50, 0) || '\\x00'", integrity.KEY_ALTERED),
    ("UPDATE vault_subjectkey SET community_id = 7002", integrity.KEY_ALTERED),
    ("UPDATE vault_subjectkey SET manifest = sha256(manifest)", integrity.SET_ALTERED),
    (
        "UPDATE vault_subjectkey SET wrapped = NULL, manifest = NULL, destroyed_at = now()",
        integrity.NOT_DESTROYED,
    ),
    ("DELETE FROM vault_subjectkey", integrity.STRAY),
]


def _verify() -> Report:
    return verify_integrity(communities=[HERE, THERE])


def test_untouched_storage_has_no_findings(person: Subject) -> None:
    report = _verify()
    report.raise_if_altered()
    assert (report.subjects, report.values, report.tokens) == (1, 2, 3)


def test_lawful_changes_are_not_findings(person: Subject) -> None:
    with in_scope(HERE):
        (row_id,) = actions.seal_values(subject=person, values=[phone("13800001111", ordinal=1)])
        actions.replace_value(value_id=row_id, value=phone("13800002222", ordinal=1))
        actions.rotate_community_key(community_id=HERE)
        other = Subject(uuid.uuid4(), HERE, BUILDING)
        actions.seal_values(subject=other, values=[name()])
        actions.destroy_subject_key(subject_id=other.id)
    _verify().raise_if_altered()


@pytest.mark.req("STO-07")
@pytest.mark.parametrize(("alteration", "code"), ALTERATIONS)
def test_one_record_altered_in_storage_is_reported_with_time(
    person: Subject, alteration: str, code: str
) -> None:
    with storage() as admin:
        assert admin.execute(alteration.encode()).rowcount > 0
    before = datetime.now(UTC)
    findings = _verify().findings
    assert code in {finding.code for finding in findings}
    assert {finding.subject_id for finding in findings} == {person.id}
    assert all(before <= finding.detected_at <= datetime.now(UTC) for finding in findings)


def test_altered_value_is_named_and_the_others_are_not(person: Subject) -> None:
    with storage() as admin:
        query = b"UPDATE vault_sealedvalue SET masked = '' WHERE item = 'name' RETURNING id"
        (altered,) = admin.execute(query).fetchone() or ()
    assert [(finding.code, finding.value_id) for finding in _verify().findings] == [
        (integrity.VALUE_ALTERED, altered)
    ]


def test_old_version_written_back_is_found(person: Subject) -> None:
    with storage() as admin:
        admin.execute(b"CREATE TABLE old AS SELECT * FROM vault_sealedvalue WHERE item = 'phone'")
        (value_id,) = admin.execute(b"SELECT id FROM old").fetchone() or ()
        with in_scope(HERE):
            actions.replace_value(value_id=value_id, value=phone("13800002222"))
        admin.execute(b"DELETE FROM vault_sealedvalue WHERE item = 'phone'")
        admin.execute(b"INSERT INTO vault_sealedvalue SELECT * FROM old")
    assert [finding.code for finding in _verify().findings] == [integrity.SET_ALTERED]


def test_verdict_raises_and_shows_no_content(person: Subject) -> None:
    with storage() as admin:
        admin.execute(b"UPDATE vault_sealedvalue SET masked = 'x'")
    with pytest.raises(AlteredError) as altered:
        _verify().raise_if_altered()
    assert str(altered.value) == "vault.altered: 2 findings"


def test_progress_counts_people_batch_by_batch(vault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "BATCH", 2)
    with in_scope(HERE):
        for _ in range(5):
            actions.seal_values(subject=Subject(uuid.uuid4(), HERE, BUILDING), values=[phone()])
    seen: list[int] = []
    report = verify_integrity(communities=[HERE], progress=seen.append)
    assert seen == [2, 4, 5]
    assert report.values == 5


def test_check_does_not_run_inside_a_passage(person: Subject) -> None:
    with in_scope(HERE), pytest.raises(RuntimeError):
        _verify()

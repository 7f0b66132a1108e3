"""The state of the keys: counts and bounds, for the health page and the command line."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from tests.vault.people import HERE, THERE, in_scope

from lindun.core.sealing import MAX_MESSAGES_PER_KEY
from lindun.vault import actions
from lindun.vault.records import Subject
from lindun.vault.status import keys_status


def test_status_counts_keys_and_the_use_of_the_bound(person: Subject) -> None:
    status = keys_status(communities=[HERE, THERE])
    here, there = status.communities
    assert (status.suite, status.root_version) == ("aes-256-gcm", 1)
    assert (here.community_id, here.version, here.subjects, here.most_messages) == (HERE, 1, 1, 2)
    assert (there.community_id, there.subjects, there.oldest_in_use) == (THERE, 0, 0)
    assert status.message_use == 2 / MAX_MESSAGES_PER_KEY
    assert 0 < status.wrap_use < 1e-6
    assert status.oldest == min(here.first_created, there.first_created)


def test_status_follows_rotation_and_destruction(person: Subject) -> None:
    with in_scope(HERE):
        actions.rotate_community_key(community_id=HERE)
        actions.destroy_subject_key(subject_id=person.id)
    (here,) = keys_status(communities=[HERE]).communities
    assert (here.version, here.subjects, here.destroyed) == (2, 0, 1)


def test_status_holds_no_key(person: Subject) -> None:
    text = json.dumps(asdict(keys_status(communities=[HERE])), default=str)
    assert str(person.id) not in text
    assert "wrapped" not in text


def test_status_is_refused_inside_a_passage(person: Subject) -> None:
    with in_scope(HERE), pytest.raises(RuntimeError):
        keys_status(communities=[THERE])

"""The company's own words for the levels: labels change, decisions do not (GOV-02)."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import reverse

from lindun import gate
from lindun.core.marking import SCHEMES
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Company
from lindun.requests import actions as tasks
from tests import cast, pages
from tests.signin import as_

COMPANY = reverse("organisation:company")
ITEMS = ("name", "phone", "id_number", "plate", "movement")
PEOPLE = ("counter", "supervisor", "manager", "general_manager")
PURPOSES = ("repair", "handover", "parking", "fee", "visitor")
QUESTIONS = list(product(PEOPLE, ITEMS, PURPOSES))


def decisions(numbers: dict[tuple[str, str], str]) -> list[tuple[str, tuple[str, ...]]]:
    """Ask the gate a hundred questions; the answers as the ledger keeps them."""
    subject, before = cast.resident(cast.OWNER), len(pages.entries(Action.ITEM_REVEAL))
    for name, item, purpose in QUESTIONS:
        try:
            gate.reveal(
                cast.identity(name),
                subject=subject,
                items=[item],
                purpose=purpose,
                task=numbers[name, purpose],
            )
        except gate.Denied:
            continue
    made = pages.entries(Action.ITEM_REVEAL)[before:]
    return [(entry["outcome"], tuple(entry.get("reasons", ()))) for entry in made]


def open_tasks() -> dict[tuple[str, str], str]:
    return {
        (name, purpose): tasks.open_task(
            cast.identity(name), dwelling=cast.dwelling(cast.OWNER), purpose=purpose, summary="事由"
        )[0].number
        for name, purpose in {(name, purpose) for name, _item, purpose in QUESTIONS}
    }


@pytest.mark.req("GOV-02")
def test_another_scheme_changes_labels_and_no_decision(database: str) -> None:
    numbers = open_tasks()
    first = decisions(numbers)
    assert len(first) == 100
    assert {outcome for outcome, _reasons in first} == {"allowed", "denied"}
    kept = pages.entries()
    officer = as_("officer")
    matrix = reverse("catalogue:matrix")
    before = pages.text(officer.get(matrix))
    assert officer.post(COMPANY, {"scheme": "ordinary-three"}).status_code == 302
    after = pages.text(officer.get(matrix))
    assert ">秘密</span>" in before
    assert ">绝密</span>" in before
    assert ">秘密</span>" not in after
    assert ">重要</span>" in after
    assert 'class="level level--4">机密</span>' in after  # the word moved, the step stayed
    assert decisions(numbers) == first
    assert pages.entries()[: len(kept)] == kept


def test_the_change_says_before_and_after_in_codes(database: str) -> None:
    as_("officer").post(COMPANY, {"scheme": "open-three"})
    entry = pages.entries(Action.SCHEME_CHANGE)[-1]
    assert entry["reasons"] == ["before.business", "after.open-three"]
    assert entry["outcome"] == "done"


def test_every_scheme_is_previewed_with_its_five_words(database: str) -> None:
    page = pages.text(as_("officer").get(COMPANY))
    for scheme in SCHEMES.values():
        assert f'value="{scheme.code}"' in page
        assert all(word in page for word in scheme.labels)


@pytest.mark.parametrize("name", ["manager", "hr", "auditor", "general_manager"])
def test_only_the_officer_chooses(database: str, name: str) -> None:
    client = as_(name)
    assert "disabled" in pages.text(client.get(COMPANY))
    assert client.post(COMPANY, {"scheme": "open-three"}).status_code == 403
    assert Company.objects.get().level_scheme == "business"


def test_an_unknown_scheme_changes_nothing(database: str) -> None:
    as_("officer").post(COMPANY, {"scheme": "made-up"})
    assert Company.objects.get().level_scheme == "business"

"""Apps tell what they know about a person; nobody overwrites what another app tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lindun.personnel.registry import Fact, Sources

MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_the_accounts_of_a_person_are_told_together_newest_first() -> None:
    first, second = uuid4(), uuid4()
    sources = Sources()

    def told(staff: UUID) -> list[Fact]:
        return [Fact(MORNING + timedelta(hours=staff == second), f"of {staff}")]

    sources.register("training", "Trainings", told)
    (chapter,) = sources.about([first, second])
    assert [fact.text for fact in chapter.facts] == [f"of {second}", f"of {first}"]


def test_a_kind_has_one_teller() -> None:
    sources = Sources()

    def nothing(_staff: UUID) -> list[Fact]:
        return []

    sources.register("training", "Trainings", nothing)
    sources.register("training", "Trainings", nothing)
    with pytest.raises(ValueError, match="another app tells training"):
        sources.register("training", "Others", lambda _staff: [])
    assert len(sources.kinds) == 1

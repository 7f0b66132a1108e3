"""The ladder of measures, and the rung that a fixed table proposes from gravity, intent and history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

REMEMBERED = timedelta(days=730)  # so long an earlier case raises the rung


class Intent(models.TextChoices):
    CARELESS = "careless", _("Careless")
    WILFUL = "wilful", _("Wilful")


class Gravity(models.TextChoices):
    """What came of it. The words say where the lines are, so that two people judge alike."""

    LIGHT = "light", _("Light: noticed in time, no loss, nobody outside learned of it")
    GENERAL = "general", _("Middling: it went further than it may, or there was a small loss")
    SERIOUS = "serious", _("Serious: it left the company, many are concerned, or the loss is large")


class Rung(models.IntegerChoices):
    """From light to heavy. The economic measure and legal action stand beside the ladder, not on it."""

    INSTRUCTION = 1, _("Criticism and instruction")
    ORAL_WARNING = 2, _("Oral warning")
    WRITTEN_WARNING = 3, _("Written warning")
    INTERNAL_NOTICE = 4, _("Internal notice")
    CHANGE_OF_POST = 5, _("Change of post")
    SUSPENSION = 6, _("Suspension")
    DEMOTION = 7, _("Demotion")
    REMOVAL = 8, _("Removal from post")
    TERMINATION = 9, _("End of the contract")


HEAVIER = Rung.INTERNAL_NOTICE  # from here on the general manager decides

_TABLE = {
    (Gravity.LIGHT, Intent.CARELESS): Rung.ORAL_WARNING,
    (Gravity.LIGHT, Intent.WILFUL): Rung.WRITTEN_WARNING,
    (Gravity.GENERAL, Intent.CARELESS): Rung.WRITTEN_WARNING,
    (Gravity.GENERAL, Intent.WILFUL): Rung.INTERNAL_NOTICE,
    (Gravity.SERIOUS, Intent.CARELESS): Rung.CHANGE_OF_POST,
    (Gravity.SERIOUS, Intent.WILFUL): Rung.REMOVAL,
}


@dataclass(frozen=True)
class Proposal:
    """The rung, and how it came about: that of the table, and how many earlier cases raised it."""

    rung: Rung
    by_table: Rung
    earlier: int

    @property
    def at_once(self) -> bool:
        """Whether correction at once and removal of the effects are proposed with it: while it is light."""
        return self.rung < HEAVIER


def propose(gravity: str, intent: str, *, earlier: int, shown: Collection[int]) -> Proposal:
    """The proposed rung. earlier: confirmed cases that are remembered; shown: rungs the company uses.

    Each earlier case is one rung up. A rung the company does not use gives way to the next lighter one
    that it uses, else to its lightest.
    """
    by_table = _TABLE[Gravity(gravity), Intent(intent)]
    raised = min(by_table + earlier, Rung.TERMINATION)
    lighter = [rung for rung in shown if rung <= raised]
    return Proposal(Rung(max(lighter) if lighter else min(shown)), by_table, earlier)

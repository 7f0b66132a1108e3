"""The company's own rules: which rungs it uses, how long an appeal may wait, the local minimum wage."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from lindun import gate
from lindun.conduct.actions import BadCase
from lindun.conduct.ladder import Rung
from lindun.conduct.models import Step, Terms
from lindun.gate.vocabulary import Action

FEWEST_DAYS, MOST_DAYS = 3, 60


def change(
    who: gate.Identity, *, shown: Collection[int], appeal_days: int, minimum_wage: Decimal | None
) -> None:
    """Set them. Cases that are decided keep what held for them. Raises gate.Denied, BadCase."""
    if not set(shown) <= set(Rung.values) or not shown:
        raise BadCase(_("The company uses at least one rung of the ladder."))
    if not FEWEST_DAYS <= appeal_days <= MOST_DAYS:
        raise BadCase(_("An appeal has between 3 and 60 days."))
    with gate.passage(who, Action.LADDER_CHANGE, writes=True) as passage:
        passage.about("ladder.changed")
        passage.saw(rungs=len(set(shown)), days=appeal_days, yuan=int(minimum_wage or 0))
        for step in Step.objects.select_for_update():
            step.shown = step.rung in shown
            step.save(update_fields=["shown"])
        terms = Terms.objects.select_for_update().get()
        terms.appeal_days, terms.minimum_wage = appeal_days, minimum_wage
        terms.save(update_fields=["appeal_days", "minimum_wage"])

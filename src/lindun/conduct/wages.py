"""What the law lets a company deduct from wages: for a loss, a fifth of a month at most, above the floor.

Provisional Rules on Wage Payment, article 16; Labour Contract Law, articles 25 and 90.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

SHARE = Decimal("0.20")


class WageRule(models.TextChoices):
    """A rule that a deduction breaks; the label is what whoever entered it reads."""

    LOSS = "loss", _("A deduction only makes good a loss that was decided on, and never more than that.")
    SHARE = (
        "share",
        _(
            "All deductions of a month together may be 20 per cent of that month's pay at most"
            " (Provisional Rules on Wage Payment, article 16)."
        ),
    )
    FLOOR = "floor", _("What remains must not be below the local minimum wage.")
    NO_FLOOR = "no_floor", _("First enter the local minimum wage under the company's rules.")


@dataclass(frozen=True)
class Month:
    """One month of one person: pay in yuan, what is deducted from it already, and the local minimum wage."""

    pay: Decimal
    deducted: Decimal
    minimum_wage: Decimal | None


def broken(amount: Decimal, month: Month, *, open_loss: Decimal) -> list[WageRule]:
    """The rules that deducting `amount` would break. open_loss: what of the decided compensation is open."""
    taken = month.deducted + amount
    found = []
    if amount > open_loss:
        found.append(WageRule.LOSS)
    if taken > month.pay * SHARE:
        found.append(WageRule.SHARE)
    if month.minimum_wage is None:
        found.append(WageRule.NO_FLOOR)
    elif month.pay - taken < month.minimum_wage:
        found.append(WageRule.FLOOR)
    return found


def most(month: Month, *, open_loss: Decimal) -> Decimal:
    """The largest lawful deduction, zero when there is none."""
    if month.minimum_wage is None:
        return Decimal(0)
    bounds: Collection[Decimal] = (
        open_loss,
        month.pay * SHARE - month.deducted,
        month.pay - month.minimum_wage - month.deducted,
    )
    return max(Decimal(0), min(bounds)).quantize(Decimal("0.01"), rounding="ROUND_DOWN")

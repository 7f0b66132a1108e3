"""Numbers of partners, consents and breaches: short, dated, not running, as with tasks."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.partners.refusal import BadPartner

PARTNER, CONSENT, BREACH = "HZ", "TY", "XM"
TRIES = 20
Row = TypeVar("Row")


def numbered(prefix: str, create: Callable[[str], Row]) -> Row:
    """What `create` makes of a free number. Raises BadPartner when none is free, IntegrityError else."""
    for _attempt in range(TRIES):
        number = f"{prefix}-{timezone.localdate():%m%d}-{secrets.randbelow(9000) + 1000}"
        try:
            with transaction.atomic():
                return create(number)
        except IntegrityError as taken:
            if "number" not in _constraint(taken):
                raise
    raise BadPartner(_("No free number was found today; please try again."))


def _constraint(error: IntegrityError) -> str:
    """The name of the constraint that was hurt; the message itself would quote values."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))

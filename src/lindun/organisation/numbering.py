"""Numbers that people read out: a prefix, the day, four digits that tell nobody how many there are."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

TRIES = 20
Row = TypeVar("Row")


def numbered(prefix: str, create: Callable[[str], Row], *, otherwise: type[Exception]) -> Row:
    """Make a row under a free number of today, in the caller's passage.

    It is drawn, not counted: a running number would tell how busy the others are. Raises `otherwise`, with
    words for the user, when none is found.
    """
    for _attempt in range(TRIES):
        number = f"{prefix}-{timezone.localdate():%m%d}-{secrets.randbelow(9000) + 1000}"
        try:
            with transaction.atomic():
                return create(number)
        except IntegrityError:
            continue
    raise otherwise(_("No free number was found today; please try again."))

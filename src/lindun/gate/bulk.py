"""Many new rows of an app's table at once, inside an open passage.

Takes the open passage, so that it cannot be called without a decision and an entry. See `scope.bulk`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models

from lindun.gate.passages import Passage
from lindun.scope import bulk


def new_ids(count: int) -> list[UUID]:
    """Ids for rows made together: they lie together in every index."""
    return list(islice(bulk.row_ids(), count))


def insert(
    passage: Passage,
    model: type[models.Model],
    columns: Mapping[str, Sequence[Any]],
    *,
    same: Mapping[str, Any],
    unless_there: bool = False,
) -> int:
    """Insert rows of a model, a sequence for each field; returns how many.

    same: field -> a value that all rows share. unless_there: rows that a unique constraint knows already are
    left out. Raises django.db.Error.
    """
    return bulk.insert(model, columns, same=same, unless_there=unless_there)

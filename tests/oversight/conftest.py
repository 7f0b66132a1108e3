"""The ledger that can be sealed by hand, and the application's own tables beside it."""

from tests.ledger.house import house

__all__ = ["house"]

"""The ledger of `house.py` for these tests."""

from tests.ledger.house import house

__all__ = ["house"]

"""The ledger of tests/ledger/house.py for the drills."""

from tests.ledger.house import house

__all__ = ["house"]

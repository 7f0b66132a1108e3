"""Fixtures of the evidence file."""

from tests.matrix.conftest import ledger_key

__all__ = ["ledger_key"]

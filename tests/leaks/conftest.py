from tests.matrix.conftest import ledger_key
from tests.notifications.conftest import group

__all__ = ["group", "ledger_key"]

"""Settings of a drill's child process: the product's, with the keys of the drill."""

import os
from pathlib import Path

from lindun.config.settings import *  # noqa: F403

_FOLDER = Path(os.environ["DRILL_KEYS"])
LEDGER_SIGNING_KEY = _FOLDER / "keys" / "signing.key"
LEDGER_PUBLIC_KEY = _FOLDER / "public" / "ledger.pub"

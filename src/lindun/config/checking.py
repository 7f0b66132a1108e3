"""`python -m lindun.config.checking`: a home folder with secrets, so that tools can load the settings.

The type checker's Django plugin imports the settings, and the settings refuse to load without secrets.
"""

from __future__ import annotations

import os
from pathlib import Path

from lindun.config import home

if __name__ == "__main__":
    home.create(home.Home(Path(os.environ["LINDUN_HOME"]).resolve()))

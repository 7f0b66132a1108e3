"""In which language sentences of the house appear on a terminal: the terminal's own."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager


def language() -> str:
    """Simplified Chinese where the environment asks for Chinese, English elsewhere, as the commands are."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh-hans" if asked.lower().startswith("zh") else "en"


def speaking() -> AbstractContextManager[None]:
    """Translate what is said within into the terminal's language."""
    from django.utils import translation

    return translation.override(language())

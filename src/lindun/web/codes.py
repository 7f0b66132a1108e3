"""Codes that somebody reads off a phone or hears, and types."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from lindun.core.identifiers.writing import visible

BETWEEN = re.compile(r"[\s-]+")


def tight(typed: str) -> str:
    """The code as it is meant: full-width signs, blanks and hyphens do not make it a wrong one."""
    return BETWEEN.sub("", visible(typed))


class CodeField(forms.CharField):
    """A PIN, or the code of a second factor."""

    def to_python(self, value: Any) -> str:
        return tight(super().to_python(value) or "")

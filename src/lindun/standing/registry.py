"""The words and the page of each demand, registered by the app that meets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun.standing import codes
from lindun.web import reasons

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TITLES: dict[str, StrPromise] = {
    codes.BACKGROUND: _("Background check, recorded by personnel"),
    codes.COURSE: _("Finish the course"),
    codes.QUIZ: _("Pass the quiz"),
    codes.PLEDGE: _("Sign the confidentiality pledge"),
    codes.DUTIES: _("Acknowledge the duties of the post"),
    codes.POLICY: _("Read and acknowledge the rules"),
}


@dataclass(frozen=True)
class Step:
    """How the checklist names a demand, and the page where it is met; empty: somebody else meets it."""

    title: StrPromise | str
    url_name: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name) if self.url_name else ""


class Steps:
    """The known demands; whoever registers one gives the gate's refusal its words and its link as well."""

    def __init__(self) -> None:
        self._steps: dict[str, Step] = {}

    def register(self, code: str, title: StrPromise | str, url_name: str = "") -> None:
        """Raises ValueError for a demand the house does not know."""
        if code not in codes.CODES:
            raise ValueError(f"no demand is called {code}")
        step = Step(title, url_name)
        self._steps[code] = step
        reasons.register_way(codes.way(code), title, lambda _facts: step.url)

    def of(self, code: str) -> Step:
        return self._steps[code]


steps = Steps()
for _code, _title in TITLES.items():
    steps.register(_code, _title)  # the app that meets it gives the page when it loads

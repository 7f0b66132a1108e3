"""A question of the counter's, for other tests to act on."""

from __future__ import annotations

from lindun.questions import actions
from lindun.questions.models import Question
from tests import cast

SCREEN = "residents:list"
TEXT = "家属代办可以看手机号吗"


def asked(text: str = TEXT, *, who: str = "counter", screen: str = SCREEN) -> Question:
    question, _cleaned = actions.ask(cast.identity(who), screen=screen, text=text)
    return question

"""What this app puts into the shell: on every page its rules and the way to ask; and the register."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.questions import queries
from lindun.web import advice, navigation
from lindun.web.advice import Advice, Rule
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    advice.provide(_advice)
    navigation.register(
        Link(
            group=Group.LEARNING,
            label=_("Questions and rules"),
            url_name="questions:list",
            icon="message-circle-question-mark",
            order=30,
            visible=offers(Action.QUESTION_VIEW),
        )
    )


def _advice(request: HttpRequest) -> Advice | None:
    here = request.resolver_match
    if not offers(Action.QUESTION_ASK)(request) or here is None or not here.view_name:
        return None
    rules = [Rule(question=asked, answer=said) for asked, said in queries.rules_at(here.view_name)]
    return Advice(
        screen=here.view_name,
        back=request.path,
        rules=rules,
        url=reverse("questions:ask"),
        all_url=reverse("questions:list"),
    )

"""What this app puts into the shell: learning for everybody, overview and results for a few."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.personnel.registry import records
from lindun.standing import codes
from lindun.standing.registry import steps
from lindun.training.facts import facts_of
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    steps.register(codes.COURSE, _("Finish the courses of your post"), "training:course")
    steps.register(codes.QUIZ, _("Pass the quiz"), "training:course")
    records.register("training", _("Trainings"), facts_of, url_name="training:course")
    navigation.register(
        Link(
            group=Group.LEARNING,
            label=_("My training"),
            url_name="training:course",
            icon="graduation-cap",
            order=10,
            visible=offers(Action.COURSE_VIEW),
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Training overview"),
            url_name="training:overview",
            icon="users-round",
            order=60,
            visible=offers(Action.TRAINING_VIEW),
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Training plan"),
            url_name="training:plan",
            icon="calendar-check",
            order=61,
            visible=offers(Action.TRAINING_VIEW),
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Quiz results"),
            url_name="training:results",
            icon="chart-column",
            order=62,
            visible=offers(Action.RESULTS_VIEW),
        ),
    )

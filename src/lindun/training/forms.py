"""What people type and tick about training."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lindun.training import library
from lindun.training.models import MOST_WORDS
from lindun.training.quizzes import Choices
from lindun.web.days import DayField

QUIET = {"autocomplete": "off", "spellcheck": "false"}
MINUTES = "%Y-%m-%dT%H:%M"
MOST_QUESTIONS = 40


def choices_of(posted: QueryDict) -> Choices:
    """The answers of a paper: fields q0, q1 ... with the places of choices; what is no number is left out."""
    return {
        place: [
            int(chosen) for chosen in posted.getlist(f"q{place}") if chosen.isascii() and chosen.isdigit()
        ]
        for place in range(MOST_QUESTIONS)
        if f"q{place}" in posted
    }


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MINUTES)


class PlanForm(forms.Form):
    course = forms.ChoiceField(label=_("Course"))
    begins = DayField(label=_("Starts on"), widget=_Day())
    due = DayField(label=_("Finished by"), widget=_Day())

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        shipped = library.shipped()
        names = [(code, str(library.course(code, shipped[code]).title)) for code in library.COURSES]
        self.fields["course"].choices = names  # type: ignore[attr-defined]


class ContestForm(forms.Form):
    title = forms.CharField(
        label=_("Name of the contest"), max_length=40, widget=forms.TextInput(attrs=QUIET)
    )
    opens = forms.DateTimeField(label=_("Opens"), input_formats=[MINUTES], widget=_Moment())
    closes = forms.DateTimeField(label=_("Closes"), input_formats=[MINUTES], widget=_Moment())


class EditionForm(forms.Form):
    """The next edition of the courses: topics to repeat, and when people take it."""

    focus = forms.MultipleChoiceField(label=_("Topics to repeat"), required=False)
    words = forms.CharField(
        label=_("What is new"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET)
    )
    when = forms.ChoiceField(
        label=_("Who takes it when"),
        choices=[
            ("in_turn", _("Everybody when her year is over")),
            ("at_once", _("Everybody now: until then only masked pages open")),
        ],
        initial="in_turn",
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        topics = [(code, str(rule.title)) for code, rule in library.rules().items()]
        self.fields["focus"].choices = topics  # type: ignore[attr-defined]


class ShownForm(forms.Form):
    """Whom the overview shows."""

    team = forms.IntegerField(required=False, min_value=0)
    open = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

"""What personnel fills in about people, and the officer about the company."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from lindun.core.marking import SCHEMES, Level
from lindun.organisation import queries
from lindun.organisation.actions import GIVEN, KEPT, Post
from lindun.organisation.assigning import Employment
from lindun.organisation.models import Kind, Role, Staff, Status
from lindun.web import levels
from lindun.web.days import DayField

QUIET = {"autocomplete": "off", "spellcheck": "false"}


class StaffFilterForm(forms.Form):
    """Which people the list shows. Keys only: they stand in the address."""

    role = forms.ChoiceField(label=_("Post"), required=False, choices=[("", _("All posts")), *Role.choices])
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Status.choices]
    )


class SeekForm(forms.Form):
    """A name or a staff number; sent in a POST, because a name stands in no address."""

    text = forms.CharField(
        label=_("Name or number"), max_length=40, required=False, widget=forms.TextInput(attrs=QUIET)
    )


def _levels() -> list[tuple[int, str]]:
    scheme = queries.level_scheme()
    return [(int(level), f"L{int(level)} {levels.word(level, scheme)}") for level in Level]


def _places() -> list[tuple[str, str]]:
    choices = []
    for community, buildings in queries.places():
        choices.append((f"{community.pk}", _("%(community)s, all of it") % {"community": community.name}))
        choices += [(f"{community.pk}-{each.pk}", f"{community.name} {each.title}") for each in buildings]
    return choices


def _positions() -> list[tuple[str, str]]:
    named = [
        (str(each.pk), f"{each.name} · {each.get_role_display()}")
        for each in queries.positions()
        if not each.standard
    ]
    return [("", str(_("The usual one"))), *named]


def _people() -> list[tuple[str, str]]:
    return [(str(each.pk), f"{each.name} {each.number}") for each in queries.first_accounts()]


class PostForm(forms.Form):
    """A post: role, clearance, state, places. A place is "community" or "community-building", by id."""

    role = forms.ChoiceField(label=_("Kind of post"), choices=Role.choices)
    position = forms.TypedChoiceField(
        label=_("Post as planned"), required=False, choices=_positions, coerce=int, empty_value=None
    )
    clearance = forms.TypedChoiceField(label=_("Cleared to"), choices=_levels, coerce=int)
    status = forms.ChoiceField(
        label=_("State"), choices=[(state, words) for state, words in Status.choices if state in GIVEN]
    )
    places = forms.MultipleChoiceField(
        label=_("Reaches"), required=False, choices=_places, widget=forms.CheckboxSelectMultiple
    )

    @staticmethod
    def initial_of(post: Post) -> dict[str, Any]:
        places = [
            f"{community}-{building}" if building else f"{community}"
            for community, building in post.assignments
        ]
        status = post.status if post.status in GIVEN else Status.ACTIVE.value  # what a waiting post asks for
        return {
            "role": post.role,
            "position": post.position,
            "clearance": post.clearance,
            "status": status,
            "places": places,
        }

    def held_with(self, status: str) -> PostForm:
        """The same form for somebody in this state: a post is kept, and nobody leaves by it."""
        if status in KEPT:
            for name in ("role", "position"):
                self.fields[name].widget = forms.HiddenInput()
        if status != Status.LEFT:
            offered = [(state, words) for state, words in Status.choices if state in KEPT]
            self.fields["status"].choices = offered  # type: ignore[attr-defined]
        return self

    def post(self) -> Post:
        """The post that was filled in; only after is_valid."""
        asked = self.cleaned_data
        status = asked.get("status", Status.ACTIVE)
        places = frozenset(map(_place, asked["places"]))
        return Post(asked["role"], asked["clearance"], status, places, asked["position"])


def _place(key: str) -> tuple[int, int | None]:
    community, _dash, building = key.partition("-")
    return int(community), int(building) if building else None


class EmploymentForm(forms.Form):
    """How somebody works here: her kind, the firm that sent her, her last day."""

    field_order: tuple[str, ...] = ("kind", "firm", "hired", "until", "department")
    kind = forms.ChoiceField(label=_("Works here as"), choices=Kind.choices, required=False)
    firm = forms.CharField(
        label=_("Firm"), max_length=60, required=False, help_text=_("Of outsourced people only.")
    )
    until = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("With the day after it the account is closed."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    department = forms.CharField(
        label=_("Department"), max_length=60, required=False, widget=forms.TextInput(attrs=QUIET)
    )
    hired = DayField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @staticmethod
    def initial_for(person: Staff) -> dict[str, Any]:
        return {
            "kind": person.kind,
            "firm": person.firm,
            "until": person.until,
            "department": person.department or "",
            "hired": person.hired_on,
        }

    def employment(self) -> Employment:
        """What was filled in; only after is_valid."""
        asked = self.cleaned_data
        kind = asked["kind"] or Kind.FULL_TIME
        return Employment(kind, asked["firm"].strip(), asked["until"], asked["department"], asked["hired"])


class HireForm(EmploymentForm, PostForm):
    """An account for somebody new; she begins in post."""

    account = forms.CharField(
        label=_("Account"),
        max_length=30,
        validators=[User.username_validator],
        help_text=_("For signing in: letters and digits, no full name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    number = forms.CharField(
        label=_("Staff number"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    same_person_as = forms.TypedChoiceField(
        label=_("Already works here as"),
        required=False,
        choices=lambda: [("", _("Nobody: new here")), *_people()],
        coerce=UUID,
        empty_value=None,
        help_text=_("Two accounts of one person count as one wherever two people are needed."),
    )
    field_order = (
        "name", "number", "account", "same_person_as", "kind", "firm", "hired", "until",
        "department", "role", "position", "clearance", "places",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["status"]


class ConfirmForm(forms.Form):
    """The second person's answer to a post that waits, and the mark of the post she saw."""

    decision = forms.ChoiceField(choices=[("approve", _("Confirm the post")), ("refuse", _("Refuse"))])
    seen = forms.CharField(max_length=32)


class SchemeForm(forms.Form):
    """Which words name the levels."""

    scheme = forms.ChoiceField(choices=[(code, code) for code in SCHEMES])

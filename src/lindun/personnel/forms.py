"""What personnel and the officer fill in about posts and people."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.organisation.checks import PARTS, Checked
from lindun.organisation.models import Kind, Position, Result, Role
from lindun.organisation.posts import Plan
from lindun.organisation.queries import in_post_by_number
from lindun.personnel.commending import Praise
from lindun.personnel.file import MOST_REASON, For
from lindun.personnel.models import MOST_TITLE, MOST_WORDS, Award
from lindun.web.days import DayField

QUIET = {"autocomplete": "off", "spellcheck": "false"}


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    """A post: what it is called, its role, who may hold it."""

    name = forms.CharField(label=_("Name of the post"), max_length=40, widget=forms.TextInput(attrs=QUIET))
    role = forms.ChoiceField(label=_("Kind of post"), choices=Role.choices)
    department = forms.CharField(
        label=_("Department"), max_length=60, required=False, widget=forms.TextInput(attrs=QUIET)
    )
    kinds = forms.MultipleChoiceField(
        label=_("May be held by"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    sensitive = forms.BooleanField(label=_("Sensitive: only with a passed background check"), required=False)
    duties = forms.CharField(
        label=_("Duties and powers"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @staticmethod
    def initial_of(position: Position) -> dict[str, Any]:
        return {
            "name": position.name,
            "role": position.role,
            "department": position.department or "",
            "kinds": position.kinds,
            "sensitive": position.sensitive,
            "duties": position.duties,
        }

    def plan(self) -> Plan:
        """What was filled in; only after is_valid."""
        asked = self.cleaned_data
        return Plan(**asked | {"kinds": frozenset(asked["kinds"])})


class ResponsibleForm(forms.Form):
    """Who answers for a post: by staff number, as a list of ten thousand people cannot be chosen from."""

    number = forms.CharField(
        label=_("Staff number"), max_length=20, required=False, widget=forms.TextInput(attrs=QUIET)
    )

    def clean_number(self) -> UUID | None:
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        found = in_post_by_number(number)
        if found is None:
            raise forms.ValidationError(_("Nobody in post has this staff number."))
        return found


class UnitForm(forms.Form):
    unit = forms.CharField(
        label=_("Confidentiality unit"), max_length=60, widget=forms.TextInput(attrs=QUIET)
    )


class CheckForm(forms.Form):
    """The result of a background check. There is no field for papers: they are not kept."""

    number = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        help_text=_("Also one that is to be given: the check comes before the post."),
        widget=forms.TextInput(attrs=QUIET),
    )
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices)
    parts = forms.MultipleChoiceField(
        label=_("Looked at"), required=False, choices=list(PARTS.items()), widget=forms.CheckboxSelectMultiple
    )
    checked_on = DayField(label=_("Checked on"), widget=_Day())
    checked_by = forms.CharField(
        label=_("Checked by"),
        max_length=60,
        help_text=_("Who looked, or which certificate the person brought."),
        widget=forms.TextInput(attrs=QUIET),
    )
    valid_until = DayField(label=_("Valid until"), required=False, widget=_Day())

    def checked(self) -> Checked:
        """What was filled in; only after is_valid."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "number"}
        return Checked(**asked | {"parts": frozenset(asked["parts"])})


class ExtractForm(forms.Form):
    """What an extract of a confidentiality file is for."""

    purpose = forms.ChoiceField(label=_("For"), choices=For.choices)
    reason = forms.CharField(label=_("Why"), max_length=MOST_REASON, widget=forms.TextInput(attrs=QUIET))


class PraiseForm(forms.Form):
    """Who is commended for what."""

    award = forms.ChoiceField(label=_("Kind"), choices=Award.choices)
    title = forms.CharField(label=_("For what"), max_length=MOST_TITLE, widget=forms.TextInput(attrs=QUIET))
    words = forms.CharField(
        label=_("In words"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    team = forms.ChoiceField(label=_("Team"), required=False)
    numbers = forms.CharField(
        label=_("Single people"),
        required=False,
        max_length=300,
        help_text=_("Staff numbers, with spaces between them."),
        widget=forms.TextInput(attrs=QUIET),
    )

    def __init__(self, data: Any = None, *, teams: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["team"].choices = [("", _("No team")), *teams]  # type: ignore[attr-defined]

    def praise(self) -> Praise:
        """What was filled in; only after is_valid."""
        asked = self.cleaned_data
        return Praise(**asked | {"numbers": frozenset(re.split(r"[\s,，、;；]+", asked["numbers"])) - {""}})

"""What the officer fills in about a group robot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.notifications import kinds
from lindun.notifications.models import Robot
from lindun.notifications.robot_actions import Settings
from lindun.notifications.robots import RobotKind


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, kinds.sentence(kind, "…")) for kind in kinds.Kind]


class RobotForm(forms.Form):
    """A robot: what it is, where, and what it passes on. Address and secret are never shown again."""

    kind = forms.ChoiceField(label=_("Service"), choices=RobotKind.choices)
    name = forms.CharField(
        label=_("Name of the group"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    address = forms.CharField(
        label=_("Webhook address"),
        max_length=400,
        required=False,
        help_text=_("Copied from the robot's settings in the group. It is stored encrypted."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        help_text=_(
            "DingTalk and Feishu: choose signing among the robot's security settings. WeCom has none."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Passes on"), required=False, choices=_kinds, widget=forms.CheckboxSelectMultiple
    )
    active = forms.BooleanField(label=_("In use"), required=False)

    def said(self) -> Settings:
        asked = self.cleaned_data
        return Settings(
            asked["name"], asked["kinds"], asked["active"], asked["address"].strip(), asked["secret"].strip()
        )

    @staticmethod
    def initial_of(robot: Robot) -> dict[str, Any]:
        return {"name": robot.name, "kinds": robot.passes_on, "active": robot.active}

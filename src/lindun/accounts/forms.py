"""Proving at a locked screen that one is still oneself; what the officer demands of passwords and screens."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as KeyForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.organisation.code_forms import SignInAgain
from lindun.organisation.models import LOCK_MINUTES, PASSWORD_DAYS, Staff
from lindun.organisation.queries import sign_in_means


class Means:
    """What somebody unlocks with: a sensitive post with its second factor, any other with the password.

    At a counter a password is soon seen; and asking for both every few minutes makes people switch locks off.
    """

    def __init__(self, staff: Staff) -> None:
        self.user = staff.user
        enrolled = sign_in_means(self.user)
        self.key = Authenticator.Type.WEBAUTHN in enrolled
        self.code = staff.is_sensitive and Authenticator.Type.TOTP in enrolled
        self.password = not self.code and not (staff.is_sensitive and self.key)

    def form(self, data: Any = None) -> forms.Form | None:
        """What is filled in by hand; None for a post whose only second factor is a key."""
        if self.code:
            return SignInAgain(data, user=self.user)
        return ReauthenticateForm(data, user=self.user) if self.password else None

    def key_form(self, data: Any = None) -> forms.Form | None:
        return KeyForm(data, user=self.user) if self.key else None

    def answered(self, data: Any) -> forms.Form | None:
        """The form that was sent: the key's, if it holds what a key answered."""
        return self.key_form(data) if "credential" in data else self.form(data)


class RulesForm(forms.Form):
    """How long passwords last, and how soon a screen that is left locks."""

    password_days = forms.IntegerField(
        label=_("A password lasts (days)"),
        min_value=PASSWORD_DAYS[0],
        max_value=PASSWORD_DAYS[1],
        help_text=_("From 30 to 180 days; then only the page for changing it opens."),
    )
    lock_minutes = forms.IntegerField(
        label=_("A screen locks after (minutes)"),
        min_value=LOCK_MINUTES[0],
        max_value=LOCK_MINUTES[1],
        help_text=_("From 1 to 15 minutes without a hand on it. F9 locks at once."),
    )

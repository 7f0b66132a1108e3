"""Proving at a locked screen that one is still oneself."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as KeyForm
from django import forms

from lindun.organisation.models import Staff
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
            return CodeForm(data, user=self.user)  # type: ignore[no-any-return]
        return ReauthenticateForm(data, user=self.user) if self.password else None

    def key_form(self, data: Any = None) -> forms.Form | None:
        return KeyForm(data, user=self.user) if self.key else None

    def answered(self, data: Any) -> forms.Form | None:
        """The form that was sent: the key's, if it holds what a key answered."""
        return self.key_form(data) if "credential" in data else self.form(data)

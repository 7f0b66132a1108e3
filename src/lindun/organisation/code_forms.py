"""The forms in which a code of the second factor is typed, reading it as people write it."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.web.codes import CodeField


def _code() -> CodeField:
    return CodeField(label=_("Code"), widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


class SignIn(AuthenticateForm):  # type: ignore[misc]
    code = _code()


class SignInAgain(ReauthenticateForm):  # type: ignore[misc]
    code = _code()


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]
    code = _code()

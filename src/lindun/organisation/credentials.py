"""Proving who somebody is for one deed, at whichever screen she stands, without signing her in there.

Used where two people must be present (ACC-08). The same counters, lock-outs and ledger entries as signing in
apply: it is allauth that checks.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.organisation import admission


class NotProved(Exception):
    """Who it is was not proved; the text says what to do and not which part was wrong."""


def prove(request: HttpRequest, *, account: str, password: str, code: str) -> gate.Identity:
    """Return the identity of whoever typed these, with a second factor if her post demands one.

    Raises NotProved: wrong, locked out, out of post, or without the second factor that a sensitive post has.
    """
    wrong = NotProved(
        _("Account, password or code is not right, or the code was used before. Nothing was done.")
    )
    try:
        user = get_adapter(request).authenticate(request, username=account, password=password)
    except ValidationError as too_many:
        raise NotProved(_("Too many wrong attempts. Try again in five minutes.")) from too_many
    if user is None:
        raise wrong
    found = admission.of_user(user.pk)
    if found is None or not found.staff.is_in_post:
        raise wrong
    staff = found.staff
    if found.password_is_over(timezone.now()):
        raise NotProved(_("This password is over. Its owner changes it at her own screen first."))
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        if staff.is_sensitive:
            raise NotProved(_("This post needs a second factor, and none is set up."))
        return gate.Identity(staff=staff.pk)
    try:
        forget = check_rate_limit(user)
    except ValidationError as too_many:
        raise NotProved(_("Too many wrong attempts. Try again in five minutes.")) from too_many
    if not factor.wrap().validate_code(code):
        get_adapter(request).authentication_failed(request, username=account)
        raise wrong
    forget()
    return gate.Identity(staff=staff.pk, second_factor=True)

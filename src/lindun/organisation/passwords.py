"""Passwords: first ones made here and shown once, what a password must be, how old it is.

The rules are validators of the framework, so that every place that takes a new password asks them.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.organisation.models import Password, Staff

GROUPS = 4
LENGTH = 4  # characters in a group
ALPHABET = (
    "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without look-alikes: it is read off a page
)
SHORTEST = 10
KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9\s]")
KINDS_NEEDED = 3
NOT_AGAIN = 5  # the present one and those before it


class SeveralKinds:
    """Three of small letters, capital letters, digits and other signs."""

    def validate(self, password: str, user: User | None = None) -> None:
        if kinds_in(password) < KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return _("Use three of these four: small letters, capital letters, digits, other signs.")


class NotAgain:
    """None of the last five of the same account."""

    def validate(self, password: str, user: User | None = None) -> None:
        used = _used_by(user) if user is not None and user.pk else []
        if any(check_password(password, each) for each in used):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("Choose one that is not among your last five.")


def kinds_in(password: str) -> int:
    """How many of the four kinds of characters are in it."""
    return sum(re.search(kind, password) is not None for kind in KINDS)


def might_be_one(word: str) -> bool:
    """Whether this house could have accepted the word as a password."""
    return len(word) >= SHORTEST and kinds_in(word) >= KINDS_NEEDED


def first_password() -> str:
    """A password of four groups, about 92 bits. Raises ValidationError if the company's rules refuse it."""
    while True:
        groups = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS)]
        password = "-".join(groups)
        if _has_each_kind(password):
            validate_password(password)
            return password


def _has_each_kind(password: str) -> bool:
    return all(any(test(char) for char in password) for test in (str.islower, str.isupper, str.isdigit))


def replace(user: User, password: str | None, *, by_owner: bool) -> None:
    """Give an account another password, or none. Inside a transaction that may change accounts.

    by_owner: whether she chose it herself; one that somebody else made has to be changed at once.
    """
    before = _used_by(user)[: NOT_AGAIN - 1]
    user.set_password(password)
    user.save(update_fields=["password"])
    facts: dict[str, Any] = {"set_at": timezone.now() if by_owner else None, "reminded": None}
    Password.objects.filter(staff__user=user).update(earlier=before, **facts)


def expire(staff: Staff) -> None:
    """It is not a secret any more: its owner chooses another before anything else."""
    Password.objects.filter(pk=staff.pk).update(set_at=None)


def withdraw(staff: Staff) -> None:
    """Somebody else knows it: it opens nothing any more, and personnel gives its owner another."""
    replace(staff.user, None, by_owner=False)


def _used_by(user: User) -> list[str]:
    """Hashes of the stored password and of those before it, newest first."""
    stored = User.objects.values_list("password", flat=True).get(pk=user.pk)
    earlier = Password.objects.filter(staff__user=user).values_list("earlier", flat=True).first()
    return [stored, *(earlier or [])]

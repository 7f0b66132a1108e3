"""First passwords: made here, shown once, good enough for every rule the company has set."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password

GROUPS = 4
LENGTH = 4  # characters in a group
ALPHABET = (
    "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without look-alikes: it is read off a page
)


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

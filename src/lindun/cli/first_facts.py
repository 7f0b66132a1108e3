"""What a company begins with: the catalogue and the approval rules as shipped."""

from __future__ import annotations


def install() -> None:
    """Enter what is missing. Runs in the founding transaction."""
    from lindun.catalogue import defaults
    from lindun.requests import approval_rules

    defaults.install()
    approval_rules.install()

"""What a company begins with: the catalogue, the approval rules and the courses as shipped."""

from __future__ import annotations


def install() -> None:
    """Enter what is missing. Runs in the founding transaction."""
    from lindun.catalogue import defaults
    from lindun.requests import approval_rules
    from lindun.training import editions

    defaults.install()
    approval_rules.install()
    editions.install()

"""The fixed cast that meets every view. See `enter()` for who is who."""


def enter() -> None:
    """Put the cast on stage: called once, for the template database."""

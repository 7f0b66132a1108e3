"""What is wrong with something that was asked about an exit."""


class BadExit(Exception):
    """It cannot be recorded, settled, signed or closed like this; the message says what to do first."""

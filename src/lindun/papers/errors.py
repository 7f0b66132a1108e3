"""What people cannot do with a sheet as they asked for it."""


class BadSheet(Exception):
    """It cannot be printed, settled or reported like this; the message says what to change."""

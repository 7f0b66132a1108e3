"""What this app puts into the shell: sidebar links and words for its reason codes."""


def register() -> None:
    """Called once while the app loads."""

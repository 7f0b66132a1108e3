"""RING 5: the `lindun` command."""

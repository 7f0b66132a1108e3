"""The registry of residents."""

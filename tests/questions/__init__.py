"""Asking the supervisor from any screen, and the rules that come of it."""

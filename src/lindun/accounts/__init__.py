"""Passwords that run out or slip into the open, and screens that are left: the pages of one's own account."""

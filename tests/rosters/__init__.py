"""Rosters made up for tests: invented people, layouts as offices keep them, and files that mean harm."""

"""RING 3: what leaves the house: links for field staff and outsiders, calls put through, files."""

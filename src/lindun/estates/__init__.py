"""RING 3: communities, buildings, dwellings."""

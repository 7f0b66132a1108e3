"""Attacks on the house, from the strongest positions an intruder could reach."""

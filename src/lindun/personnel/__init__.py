"""RING 3: a person's working life in the house - her posts, checks, commendations, file and own page.

What other apps know about a person they register in `registry.py`; the file and the personal page show it.
"""

"""RING 3: computers, phones, media, keys, seals, papers: who holds what of the company, and that it is back.

Nobody lends or passes on what was issued to her: whoever is found with it opens a draft incident.
"""

"""RING 3: partners - firms that receive information of ours: contracts, agreements, consents, breaches.

What stands against a partner today is one answer of the database (`partners_missing`), read by the gate in
every decision about a link or a file for it, and by the pages that say what is still to be done.
"""

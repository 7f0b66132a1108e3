"""RING 3: lists that leave the house as encrypted files, and leaked lists traced to their file.

What such a file looks like is in `lindun.sharing.files`; here is who may have one made and what becomes
of it. `making.py` makes one, `storage.py` keeps it until it is taken, `watching.py` waits for its decoys.
"""

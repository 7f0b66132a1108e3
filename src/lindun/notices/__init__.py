"""RING 3: notices - texts for a board, a lift, a group or a mail, checked and approved before publication.

What was typed is checked and forgotten; only the stripped text is kept, frozen as it was submitted (USE-08).
"""

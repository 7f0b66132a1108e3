"""What a post asks of whoever holds it, and what she has met: the gate reads this at every passage."""

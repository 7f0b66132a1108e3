"""Work-order links: sending, proving, opening, calling, and everything that must not open."""

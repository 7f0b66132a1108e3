"""RING 3: departments, posts, staff, accounts and how they sign in."""

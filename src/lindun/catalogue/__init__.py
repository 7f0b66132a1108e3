"""RING 3: data items with their levels, purposes, and the matrix of what each purpose needs."""

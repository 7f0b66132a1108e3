"""Somebody from outside asks for data: registered, checked, forwarded, answered by the legal desk."""

"""Violation cases: reported, heard, decided by another, appealed, closed with a file that checks offline."""

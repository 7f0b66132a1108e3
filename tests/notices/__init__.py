"""Texts for publication: checked, stripped, approved by another, frozen."""
